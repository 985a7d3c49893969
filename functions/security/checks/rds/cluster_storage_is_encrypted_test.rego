package pantheon.checks.rds.cluster_storage_is_encrypted_test

import data.pantheon.checks.rds.cluster_storage_is_encrypted as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Engine": "aurora-mysql", "StorageEncrypted": true}}
}

test_fail if {
	every engine in ["aurora-postgresql", "docdb", "neptune"] {
		check.deny == {"The storage is not encrypted."} with input as {"properties": {
			"Engine": engine,
			"StorageEncrypted": false,
		}}
	}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
	check.skip with input as {"state": "deleting", "properties": {}}
}
