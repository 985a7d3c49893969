package pantheon.checks.backup.vault_is_locked_test

import data.pantheon.checks.backup.vault_is_locked as check
import rego.v1

vault(properties) := {
	"account_id": "111111111111",
	"state": "active",
	"properties": object.union({"BackupVaultName": "main"}, properties),
}

test_pass if count(check.deny) == 0 with input as vault({"Locked": true})

test_fail if check.deny == {"The vault has no lock."} with input as vault({"Locked": false})

test_skip if {
	check.skip with input as vault({"VaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"})
	check.skip with input as object.union(vault({}), {"state": "creating"})
}

test_no_data_is_no_lock if count(check.deny) == 1 with input as vault({})
