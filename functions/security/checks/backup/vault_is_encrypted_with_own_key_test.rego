package pantheon.checks.backup.vault_is_encrypted_with_own_key_test

import data.pantheon.checks.backup.vault_is_encrypted_with_own_key as check
import rego.v1

vault := {"dependencies": ["key"], "state": "active", "properties": {
	"BackupVaultName": "main",
	"EncryptionKeyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
}}

estate(properties) := {"AWS::KMS::Key": {"key": {"native_id": "abcd", "state": "active", "properties": properties}}}

test_pass if {
	count(check.deny) == 0 with input as vault with data.estate as estate({"KeyManager": "CUSTOMER"})
	count(check.deny) == 0 with input as vault with data.estate as {}
}

test_fail if {
	of_aws := estate({"KeyManager": "AWS"})
	check.deny == {"The key abcd is the one that AWS manages."} with input as vault with data.estate as of_aws
	bare := {"state": "active", "properties": {"BackupVaultName": "main"}}
	check.deny == {"The vault has no key."} with input as bare with data.estate as {}
}

test_no_data if {
	hidden := estate({"Unread": ["DescribeKey"]})
	count(check.unknown) == 1 with input as vault with data.estate as hidden
}
