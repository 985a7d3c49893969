package pantheon.checks.kms.key_stays_in_its_region_test

import data.pantheon.checks.kms.key_stays_in_its_region as check
import rego.v1

key(properties) := {"region": "eu-west-1", "state": "active", "properties": properties}

test_pass if {
	count(check.deny) == 0 with input as key({"MultiRegion": false})
	count(check.deny) == 0 with input as key({})
}

test_fail if {
	check.deny == {"The key may be copied to other regions."} with input as key({"MultiRegion": true})
	copied := key({"MultiRegion": true, "ReplicaRegions": ["us-east-1", "eu-west-1"]})
	check.deny == {"The same key is also in us-east-1."} with input as copied
}

test_skip_keys_of_aws if check.skip with input as key({"KeyManager": "AWS"})

test_no_data if count(check.unknown) == 1 with input as key({"Unread": ["DescribeKey"]})
