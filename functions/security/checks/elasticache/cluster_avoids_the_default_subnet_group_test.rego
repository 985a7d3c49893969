package pantheon.checks.elasticache.cluster_avoids_the_default_subnet_group_test

import data.pantheon.checks.elasticache.cluster_avoids_the_default_subnet_group as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"CacheSubnetGroupName": "caches"}}
}

test_fail if {
	sentence := "The cluster is in the default subnet group."
	check.deny == {sentence} with input as {"properties": {"CacheSubnetGroupName": "default"}}
}

test_no_data if {
	check.deny == {"The cluster has no subnet group."} with input as {"properties": {}}
	check.skip with input as {"state": "creating", "properties": {}}
}
