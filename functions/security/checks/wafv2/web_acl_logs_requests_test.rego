package pantheon.checks.wafv2.web_acl_logs_requests_test

import data.pantheon.checks.wafv2.web_acl_logs_requests as check
import rego.v1

test_pass if {
	logs := ["arn:aws:logs:eu-west-1:111111111111:log-group:aws-waf-logs-shop"]
	count(check.deny) == 0 with input as {"properties": {"LogDestinationConfigs": logs}}
}

test_fail if {
	check.deny == {"Its requests are not logged."} with input as {"properties": {"Name": "shop"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LogDestinationConfigs"]}}
}
