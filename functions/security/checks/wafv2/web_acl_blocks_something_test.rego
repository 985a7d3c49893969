package pantheon.checks.wafv2.web_acl_blocks_something_test

import data.pantheon.checks.wafv2.web_acl_blocks_something as check
import rego.v1

list(default_action, rules) := {"properties": {"DefaultAction": default_action, "Rules": rules}}

test_pass if {
	count(check.deny) == 0 with input as list("Allow", [{"Action": "Count"}, {"Action": "Block"}])
	count(check.deny) == 0 with input as list("Allow", [{"OverrideAction": "None"}])
	count(check.deny) == 0 with input as list("Block", [{"Action": "Allow"}])
}

test_pass_no_rules_is_skipped if {
	check.skip with input as {"properties": {}}
}

test_fail if {
	count(check.deny) == 1 with input as list("Allow", [{"Action": "Count"}, {"OverrideAction": "Count"}])
	count(check.deny) == 1 with input as list("Allow", [{"Action": "Allow"}])
}

test_no_data if {
	unread := {"properties": {"Unread": ["Rules"]}}
	count(check.unknown) == 1 with input as unread
}
