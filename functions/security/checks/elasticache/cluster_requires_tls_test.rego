package pantheon.checks.elasticache.cluster_requires_tls_test

import data.pantheon.checks.elasticache.cluster_requires_tls as check
import rego.v1

cluster(encrypted) := {"properties": {"Engine": "memcached", "TransitEncryptionEnabled": encrypted}}

test_pass if {
	count(check.deny) == 0 with input as cluster(true)
}

test_pass_is_silent_about_redis if {
	check.skip with input as {"properties": {"Engine": "redis", "TransitEncryptionEnabled": false}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Encryption in transit is off."} with input as cluster(false)
	not check.skip with input as cluster(false)
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"Engine": "memcached"}}
}
