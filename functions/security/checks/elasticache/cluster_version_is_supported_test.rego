package pantheon.checks.elasticache.cluster_version_is_supported_test

import data.pantheon.checks.elasticache.cluster_version_is_supported as check
import rego.v1

cluster(engine, version) := {
	"now": "2026-02-28T12:00:00Z",
	"properties": {"Engine": engine, "EngineVersion": version},
}

test_pass if {
	count(check.deny) == 0 with input as cluster("redis", "7.1.0")
	count(check.deny) == 0 with input as cluster("valkey", "8.0.1")
	count(check.deny) == 0 with input as cluster("memcached", "1.6.22")
}

test_pass_until_the_last_day if {
	last := object.union(cluster("redis", "5.0.6"), {"now": "2026-01-31T23:00:00Z"})
	count(check.deny) == 0 with input as last
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Standard support of Redis 5.0.6 ended on 2026-01-31."} with input as cluster("redis", "5.0.6")
	count(check.deny) == 1 with input as cluster("redis", "3.2.10")
}

test_no_data if {
	count(check.deny) == 0 with input as {"now": "2026-02-28T12:00:00Z", "properties": {"Engine": "redis"}}
}
