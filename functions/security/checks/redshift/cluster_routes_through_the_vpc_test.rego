package pantheon.checks.redshift.cluster_routes_through_the_vpc_test

import data.pantheon.checks.redshift.cluster_routes_through_the_vpc as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"EnhancedVpcRouting": true}}
}

test_pass_is_silent_about_what_is_made if {
	check.skip with input as {"state": "creating", "properties": {}}
}

test_fail if {
	sentence := "Enhanced VPC routing is off."
	check.deny == {sentence} with input as {"properties": {"EnhancedVpcRouting": false}}
	not check.skip with input as {"state": "active", "properties": {"EnhancedVpcRouting": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
