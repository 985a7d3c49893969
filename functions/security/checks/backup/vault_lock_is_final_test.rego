package pantheon.checks.backup.vault_lock_is_final_test

import data.pantheon.checks.backup.vault_lock_is_final as check
import rego.v1

vault(lock) := {
	"now": "2026-06-01T12:00:00Z",
	"properties": {"LockConfiguration": lock, "Locked": true},
}

test_pass if count(check.deny) == 0 with input as vault({"LockDate": "2026-01-15T08:00:00Z"})

test_fail if {
	check.deny == {"The lock has no date from which on it is final."} with input as vault({"MinRetentionDays": 7})
	sentence := "The lock may be taken away until 2027-01-15T08:00:00Z."
	check.deny == {sentence} with input as vault({"LockDate": "2027-01-15T08:00:00Z"})
}

test_skip_vaults_without_a_lock if check.skip with input as {"properties": {"Locked": false}}

test_no_data_of_a_date if count(check.deny) == 1 with input as {"properties": {"Locked": true}}
