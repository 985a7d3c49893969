package pantheon.checks.iam.root_has_a_second_factor_test

import data.pantheon.checks.iam.root_has_a_second_factor as check
import rego.v1

account(summary) := {"properties": {"SummaryMap": summary}}

test_pass if count(check.deny) == 0 with input as account({"AccountMFAEnabled": 1})

test_fail if {
	sentence := "The root user signs in without a second factor."
	check.deny == {sentence} with input as account({"AccountMFAEnabled": 0, "AccountPasswordPresent": 1})
}

test_skip_a_root_user_without_credentials if {
	none := {"AccountAccessKeysPresent": 0, "AccountMFAEnabled": 0, "AccountPasswordPresent": 0}
	check.skip with input as account(none)
}

test_no_skip_with_access_keys if {
	keys := {"AccountAccessKeysPresent": 1, "AccountMFAEnabled": 0, "AccountPasswordPresent": 0}
	not check.skip with input as account(keys)
}

test_no_data_is_no_factor if {
	count(check.deny) == 1 with input as {"properties": {}}
	not check.skip with input as {"properties": {}}
}
