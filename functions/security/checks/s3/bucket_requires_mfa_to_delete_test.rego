package pantheon.checks.s3.bucket_requires_mfa_to_delete_test

import data.pantheon.checks.s3.bucket_requires_mfa_to_delete as check
import rego.v1

versioning(mfa) := {"properties": {"VersioningConfiguration": {"MFADelete": mfa, "Status": "Enabled"}}}

test_pass if {
	count(check.deny) == 0 with input as versioning("Enabled")
}

test_pass_is_silent_about_buckets_with_a_life_cycle if {
	rules := {"Rules": [{"Id": "tidy", "Status": "Enabled", "ExpirationInDays": 365}]}
	check.skip with input as {"properties": {"LifecycleConfiguration": rules}}
}

test_fail if {
	check.deny == {"MFA delete is off."} with input as versioning("Disabled")
}

test_fail_never_set if {
	count(check.deny) == 1 with input as {"properties": {"VersioningConfiguration": {"Status": "Enabled"}}}
	count(check.deny) == 1 with input as {"properties": {}}
}

test_fail_life_cycle_out_of_force if {
	lifecycle := {"Rules": [{"Id": "tidy", "Status": "Disabled"}]}
	not check.skip with input as {"properties": {"LifecycleConfiguration": lifecycle}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["VersioningConfiguration", "Tags"]}}
}
