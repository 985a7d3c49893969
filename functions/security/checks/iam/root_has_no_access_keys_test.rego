package pantheon.checks.iam.root_has_no_access_keys_test

import data.pantheon.checks.iam.root_has_no_access_keys as check
import rego.v1

account(keys) := {"properties": {"SummaryMap": {"AccountAccessKeysPresent": keys}}}

test_pass if count(check.deny) == 0 with input as account(0)

test_fail if check.deny == {"The root user has access keys (1)."} with input as account(1)

test_no_data_is_no_key if count(check.deny) == 0 with input as {"properties": {}}
