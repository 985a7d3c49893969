package pantheon.checks.elb.load_balancer_refuses_ambiguous_requests_test

import data.pantheon.checks.elb.load_balancer_refuses_ambiguous_requests as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"DesyncMitigationMode": "defensive"}}
}

test_fail if {
	balancer := {"properties": {"DesyncMitigationMode": "monitor"}}
	check.deny == {"Ambiguous requests are let through."} with input as balancer
}

test_no_data if {
	unread := {"properties": {"Unread": ["AccessLoggingPolicy"]}}
	check.unknown == {"DesyncMitigationMode could not be read."} with input as unread
	count(check.deny) == 1 with input as {"properties": {}}
}
