package pantheon.checks.apigateway.rest_stage_encrypts_its_cache_test

import data.pantheon.checks.apigateway.rest_stage_encrypts_its_cache as check
import rego.v1

stage(caches, encrypted) := {"properties": {
	"CacheClusterEnabled": true,
	"MethodSettings": [{
		"CacheDataEncrypted": encrypted,
		"CachingEnabled": caches,
		"HttpMethod": "*",
		"ResourcePath": "/*",
	}],
}}

test_pass if {
	count(check.deny) == 0 with input as stage(true, true)
	count(check.deny) == 0 with input as stage(false, false)
}

test_pass_is_silent_without_a_cache if {
	check.skip with input as {"properties": {"CacheClusterEnabled": false}}
}

test_fail if {
	check.deny == {"The cache of * /* is not encrypted."} with input as stage(true, false)
	not check.skip with input as stage(true, false)
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
