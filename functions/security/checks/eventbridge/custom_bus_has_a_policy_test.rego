package pantheon.checks.eventbridge.custom_bus_has_a_policy_test

import data.pantheon.checks.eventbridge.custom_bus_has_a_policy as check
import rego.v1

test_pass if {
	policy := {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "events:PutEvents"}]}
	count(check.deny) == 0 with input as {"properties": {"Name": "orders", "Policy": policy}}
}

test_pass_is_silent_about_other_buses if {
	check.skip with input as {"properties": {"Name": "default"}}
	check.skip with input as {"properties": {"Name": "aws.partner/example.com/1"}}
	check.skip with input as {"properties": {"ManagedBy": "example.amazonaws.com", "Name": "managed"}}
}

test_fail if {
	check.deny == {"The bus has no policy."} with input as {"properties": {"Name": "orders"}}
	not check.skip with input as {"properties": {"Name": "orders"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"Name": "orders", "Unread": ["DescribeEventBus"]}}
}
