package pantheon.checks.wafv2.web_acl_counts_what_rules_do_test

import data.pantheon.checks.wafv2.web_acl_counts_what_rules_do as check
import rego.v1

list(whole, part) := {"properties": {
	"Rules": [{"Name": "common", "VisibilityConfig": {"CloudWatchMetricsEnabled": part}}],
	"VisibilityConfig": {"CloudWatchMetricsEnabled": whole},
}}

test_pass if {
	count(check.deny) == 0 with input as list(true, true)
}

test_fail if {
	check.deny == {"The rule common writes no metrics."} with input as list(true, false)
	check.deny == {"The list itself writes no metrics."} with input as list(false, true)
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Rules"]}}
}
