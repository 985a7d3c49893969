package pantheon.checks.autoscaling.group_uses_several_instance_types_test

import data.pantheon.checks.autoscaling.group_uses_several_instance_types as check
import rego.v1

group(zones, choices) := {"properties": {
	"AvailabilityZones": zones,
	"MixedInstancesPolicy": {"LaunchTemplate": {"Overrides": choices}},
}}

two_zones := ["eu-west-1a", "eu-west-1b"]

test_pass if {
	choices := [{"InstanceType": "m6i.large"}, {"InstanceType": "m5.large"}]
	count(check.deny) == 0 with input as group(two_zones, choices)
}

test_pass_described if {
	count(check.deny) == 0 with input as group(two_zones, [{"WeightedCapacity": "1"}])
}

test_fail_one_type if {
	choices := [{"InstanceType": "m6i.large"}]
	check.deny == {"It launches a single instance type."} with input as group(two_zones, choices)
}

test_fail_one_zone if {
	choices := [{"InstanceType": "m6i.large"}, {"InstanceType": "m5.large"}]
	check.deny == {"It launches instances in a single zone."} with input as group(["eu-west-1a"], choices)
}

test_no_data if {
	count(check.deny) == 2 with input as {"properties": {}}
}
