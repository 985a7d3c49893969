package pantheon.checks.elasticache.cache_keeps_backups_test

import data.pantheon.checks.elasticache.cache_keeps_backups as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"SnapshotRetentionLimit": 1}}
}

node := {"type": "AWS::ElastiCache::CacheCluster", "properties": {"ReplicationGroupId": "sessions"}}

test_pass_is_silent_about_nodes_and_memcached if {
	check.skip with input as node
	check.skip with input as {"properties": {"Engine": "memcached"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"There are no automatic backups."} with input as {"properties": {"SnapshotRetentionLimit": 0}}
}

test_fail_group if {
	group := {
		"type": "AWS::ElastiCache::ReplicationGroup",
		"properties": {"ReplicationGroupId": "sessions", "SnapshotRetentionLimit": 0},
	}
	not check.skip with input as group
	count(check.deny) == 1 with input as group
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
