package pantheon.checks.rds.instance_storage_is_encrypted_test

import data.pantheon.checks.rds.instance_storage_is_encrypted as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"StorageEncrypted": true}}
}

test_pass_is_silent_about_members_of_clusters if {
	check.skip with input as {"properties": {"DBClusterIdentifier": "main", "StorageEncrypted": false}}
}

test_fail if {
	check.deny == {"The storage is not encrypted."} with input as {"properties": {"StorageEncrypted": false}}
	not check.skip with input as {"state": "failed", "properties": {"StorageEncrypted": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
