package pantheon.checks.efs.file_system_is_encrypted_test

import data.pantheon.checks.efs.file_system_is_encrypted as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Encrypted": true}}
}

test_fail if {
	check.deny == {"It is not encrypted."} with input as {"properties": {"Encrypted": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
