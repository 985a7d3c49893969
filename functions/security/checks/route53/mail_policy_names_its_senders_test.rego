package pantheon.checks.route53.mail_policy_names_its_senders_test

import data.pantheon.checks.route53.mail_policy_names_its_senders as check
import rego.v1

record(text) := {"properties": {"Name": "example.com.", "ResourceRecords": [text], "Type": "TXT"}}

test_pass if {
	count(check.deny) == 0 with input as record(`"v=spf1 include:amazonses.com -all"`)
	count(check.deny) == 0 with input as record(`"v=spf1 include:amazonses.com ~all"`)
	count(check.deny) == 0 with input as record(`"v=verification all"`)
}

test_pass_others_are_skipped if {
	check.skip with input as {"properties": {"Name": "example.com.", "Type": "A"}}
}

test_fail if {
	sentence := "\"v=spf1 mx +all\" lets everybody send mail."
	check.deny == {sentence} with input as record(`"v=spf1 mx +all"`)
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
