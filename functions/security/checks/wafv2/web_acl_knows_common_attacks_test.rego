package pantheon.checks.wafv2.web_acl_knows_common_attacks_test

import data.pantheon.checks.wafv2.web_acl_knows_common_attacks as check
import rego.v1

list(group, over) := {"properties": {"DefaultAction": "Allow", "Rules": [{
	"OverrideAction": over,
	"Statement": {"ManagedRuleGroupStatement": {"Name": group, "VendorName": "AWS"}},
}]}}

test_pass if {
	count(check.deny) == 0 with input as list("AWSManagedRulesCommonRuleSet", "None")
}

test_pass_own_groups if {
	own := {"properties": {"Rules": [{"Statement": {"RuleGroupReferenceStatement": {"Arn": "arn"}}}]}}
	count(check.deny) == 0 with input as own
}

test_pass_closed_list_is_skipped if {
	check.skip with input as {"properties": {"DefaultAction": "Block"}}
}

test_fail if {
	count(check.deny) == 1 with input as list("AWSManagedRulesCommonRuleSet", "Count")
	count(check.deny) == 1 with input as list("AWSManagedRulesAmazonIpReputationList", "None")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Rules"]}}
}
