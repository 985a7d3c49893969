package pantheon.checks.ec2.volume_is_encrypted_test

import data.pantheon.checks.ec2.volume_is_encrypted as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Encrypted": true}}
}

test_pass_deleted_is_skipped if {
	check.skip with input as {"state": "deleting", "properties": {"Encrypted": false}}
}

test_fail if {
	check.deny == {"It is not encrypted."} with input as {"properties": {"Encrypted": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
