package pantheon.checks.glue.job_arguments_hold_no_secrets_test

import data.pantheon.checks.glue.job_arguments_hold_no_secrets as check
import rego.v1

test_pass if {
	names := ["--TempDir", "--job-bookmark-option", "--secret-arn", "--database"]
	count(check.deny) == 0 with input as {"properties": {"ArgumentNames": names}}
}

test_fail if {
	sentence := "The argument --db_password seems to hold a secret."
	check.deny == {sentence} with input as {"properties": {"ArgumentNames": ["--db_password", "--TempDir"]}}
	count(check.deny) == 1 with input as {"properties": {"ArgumentNames": ["--api-key"]}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
