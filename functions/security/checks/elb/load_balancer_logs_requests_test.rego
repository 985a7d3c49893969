package pantheon.checks.elb.load_balancer_logs_requests_test

import data.pantheon.checks.elb.load_balancer_logs_requests as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AccessLoggingPolicy": {"Enabled": true}}}
}

test_fail if {
	balancer := {"properties": {"AccessLoggingPolicy": {"Enabled": false}}}
	check.deny == {"Access logs are off."} with input as balancer
}

test_no_data if {
	unread := {"properties": {"Unread": ["AccessLoggingPolicy"]}}
	check.unknown == {"AccessLoggingPolicy could not be read."} with input as unread
	count(check.deny) == 1 with input as {"properties": {}}
}
