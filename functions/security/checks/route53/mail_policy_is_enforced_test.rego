package pantheon.checks.route53.mail_policy_is_enforced_test

import data.pantheon.checks.route53.mail_policy_is_enforced as check
import rego.v1

record(text) := {"properties": {"Name": "_dmarc.example.com.", "ResourceRecords": [text], "Type": "TXT"}}

test_pass if {
	count(check.deny) == 0 with input as record(`"v=DMARC1; p=reject; rua=mailto:dmarc@example.com"`)
	count(check.deny) == 0 with input as record(`"v=DMARC1; p=quarantine; sp=none"`)
}

test_pass_others_are_skipped if {
	check.skip with input as {"properties": {"Name": "www.example.com.", "Type": "A"}}
}

test_fail if {
	sentence := "Receivers are asked to do nothing about forged mail."
	check.deny == {sentence} with input as record(`"v=DMARC1; p=none; rua=mailto:dmarc@example.com"`)
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
