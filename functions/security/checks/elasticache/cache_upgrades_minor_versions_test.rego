package pantheon.checks.elasticache.cache_upgrades_minor_versions_test

import data.pantheon.checks.elasticache.cache_upgrades_minor_versions as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AutoMinorVersionUpgrade": true}}
}

node := {"type": "AWS::ElastiCache::CacheCluster", "properties": {"ReplicationGroupId": "sessions"}}

test_pass_is_silent_about_nodes if {
	check.skip with input as node
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "New minor versions are not installed by themselves."
	check.deny == {sentence} with input as {"properties": {"AutoMinorVersionUpgrade": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
