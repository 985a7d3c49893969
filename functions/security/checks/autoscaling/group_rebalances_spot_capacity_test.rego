package pantheon.checks.autoscaling.group_rebalances_spot_capacity_test

import data.pantheon.checks.autoscaling.group_rebalances_spot_capacity as check
import rego.v1

group(share, rebalance) := {"properties": {
	"CapacityRebalance": rebalance,
	"MixedInstancesPolicy": {"InstancesDistribution": {"OnDemandPercentageAboveBaseCapacity": share}},
}}

test_pass if {
	count(check.deny) == 0 with input as group(0, true)
	not check.skip with input as group(0, true)
}

test_pass_on_demand_is_skipped if {
	check.skip with input as group(100, false)
}

test_fail if {
	count(check.deny) == 1 with input as group(50, false)
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
