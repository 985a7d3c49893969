package pantheon.checks.kms.key_rotates_test

import data.pantheon.checks.kms.key_rotates as check
import rego.v1

key(changed) := {"region": "eu-west-1", "state": "active", "properties": object.union(
	{
		"EnableKeyRotation": false,
		"Enabled": true,
		"KeyManager": "CUSTOMER",
		"KeySpec": "SYMMETRIC_DEFAULT",
		"Origin": "AWS_KMS",
	},
	changed,
)}

test_pass if count(check.deny) == 0 with input as key({"EnableKeyRotation": true})

test_fail if {
	check.deny == {"Automatic rotation is off."} with input as key({})
	not check.skip with input as key({})
	primary := key({"MultiRegion": true, "PrimaryRegion": "eu-west-1"})
	not check.skip with input as primary
}

test_skip_what_cannot_be_rotated if {
	every change in [
		{"KeyManager": "AWS"},
		{"KeySpec": "RSA_2048"},
		{"Origin": "EXTERNAL"},
		{"PrimaryRegion": "us-east-1"},
		{"Enabled": false},
	] {
		check.skip with input as key(change)
	}
	check.skip with input as object.union(key({}), {"state": "deleting"})
}

test_no_data if {
	every name in ["DescribeKey", "EnableKeyRotation"] {
		count(check.unknown) == 1 with input as key({"Unread": [name]})
	}
}
