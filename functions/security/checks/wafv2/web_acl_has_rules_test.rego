package pantheon.checks.wafv2.web_acl_has_rules_test

import data.pantheon.checks.wafv2.web_acl_has_rules as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Rules": [{"Name": "common"}]}}
}

test_fail if {
	check.deny == {"It has no rules."} with input as {"properties": {"DefaultAction": "Allow"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Rules"]}}
}
