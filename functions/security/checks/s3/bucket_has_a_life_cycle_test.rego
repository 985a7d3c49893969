package pantheon.checks.s3.bucket_has_a_life_cycle_test

import data.pantheon.checks.s3.bucket_has_a_life_cycle as check
import rego.v1

bucket(status) := {"properties": {"LifecycleConfiguration": {"Rules": [{"Id": "tidy", "Status": status}]}}}

test_pass if {
	count(check.deny) == 0 with input as bucket("Enabled")
}

test_fail_disabled if {
	count(check.deny) == 1 with input as bucket("Disabled")
}

test_fail_none if {
	check.deny == {"No rule of a life cycle is in force."} with input as {"properties": {}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LifecycleConfiguration"]}}
}
