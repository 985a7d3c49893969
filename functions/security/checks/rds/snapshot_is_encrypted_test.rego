package pantheon.checks.rds.snapshot_is_encrypted_test

import data.pantheon.checks.rds.snapshot_is_encrypted as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"DBSnapshotIdentifier": "a", "Encrypted": true}}
	count(check.deny) == 0 with input as {"properties": {"DBClusterSnapshotIdentifier": "a", "StorageEncrypted": true}}
}

test_pass_is_silent_about_failed_ones if {
	check.skip with input as {"state": "failed", "properties": {"Encrypted": false}}
}

test_fail if {
	check.deny == {"The snapshot is not encrypted."} with input as {"properties": {"Encrypted": false}}
	check.deny == {"The snapshot is not encrypted."} with input as {"properties": {"StorageEncrypted": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
