package pantheon.checks.s3.bucket_has_no_access_control_lists_test

import data.pantheon.checks.s3.bucket_has_no_access_control_lists as check
import rego.v1

bucket(ownership) := {"properties": {"OwnershipControls": {"Rules": [{"ObjectOwnership": ownership}]}}}

test_pass if {
	count(check.deny) == 0 with input as bucket("BucketOwnerEnforced")
}

test_fail_lists_are_on if {
	every ownership in ["BucketOwnerPreferred", "ObjectWriter"] {
		count(check.deny) == 1 with input as bucket(ownership)
	}
}

test_fail_never_set if {
	count(check.deny) == 1 with input as {"properties": {}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["OwnershipControls"]}}
}
