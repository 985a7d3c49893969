package pantheon.checks.wafv2.web_acl_limits_rates_test

import data.pantheon.checks.wafv2.web_acl_limits_rates as check
import rego.v1

list(action) := {"properties": {"Rules": [{
	"Action": action,
	"Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 2000}},
}]}}

test_pass if {
	count(check.deny) == 0 with input as list("Block")
}

test_pass_managed_group if {
	floods := {"ManagedRuleGroupStatement": {"Name": "AWSManagedRulesAntiDDoSRuleSet", "VendorName": "AWS"}}
	count(check.deny) == 0 with input as {"properties": {"Rules": [{"OverrideAction": "None", "Statement": floods}]}}
}

test_fail if {
	count(check.deny) == 1 with input as list("Count")
	count(check.deny) == 1 with input as {"properties": {"Name": "shop"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Rules"]}}
}
