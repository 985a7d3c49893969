package pantheon.checks.s3.bucket_replicates_to_no_other_account_test

import data.pantheon.checks.s3.bucket_replicates_to_no_other_account as check
import rego.v1

bucket(status, account) := {
	"account_id": "111111111111",
	"properties": {"ReplicationConfiguration": {"Rules": [{
		"Id": "away",
		"Status": status,
		"Destination": {"Bucket": "arn:aws:s3:::replica", "Account": account},
	}]}},
}

test_pass_own_account if {
	count(check.deny) == 0 with input as bucket("Enabled", "111111111111")
}

test_pass_out_of_force if {
	count(check.deny) == 0 with input as bucket("Disabled", "222222222222")
}

test_pass_none if {
	count(check.deny) == 0 with input as {"account_id": "111111111111", "properties": {}}
}

test_fail if {
	sentence := "Objects are replicated to arn:aws:s3:::replica of the account 222222222222."
	check.deny == {sentence} with input as bucket("Enabled", "222222222222")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["ReplicationConfiguration"]}}
}
