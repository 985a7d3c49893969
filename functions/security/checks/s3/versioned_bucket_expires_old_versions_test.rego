package pantheon.checks.s3.versioned_bucket_expires_old_versions_test

import data.pantheon.checks.s3.versioned_bucket_expires_old_versions as check
import rego.v1

bucket(rule) := {"properties": {
	"LifecycleConfiguration": {"Rules": [object.union({"Id": "tidy", "Status": "Enabled"}, rule)]},
	"VersioningConfiguration": {"Status": "Enabled"},
}}

test_pass if {
	count(check.deny) == 0 with input as bucket({"NoncurrentVersionExpiration": {"NoncurrentDays": 90}})
}

test_pass_moved if {
	transitions := [{"StorageClass": "GLACIER", "TransitionInDays": 30}]
	count(check.deny) == 0 with input as bucket({"NoncurrentVersionTransitions": transitions})
}

test_pass_is_silent_without_versions if {
	check.skip with input as {"properties": {}}
	check.skip with input as {"properties": {"VersioningConfiguration": {"Status": "Suspended"}}}
}

test_fail_only_current_versions if {
	count(check.deny) == 1 with input as bucket({"ExpirationInDays": 365})
}

test_fail_disabled if {
	rule := {"Status": "Disabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 90}}
	count(check.deny) == 1 with input as bucket(rule)
}

test_fail_no_life_cycle if {
	properties := {"VersioningConfiguration": {"Status": "Enabled"}}
	count(check.deny) == 1 with input as {"properties": properties}
	not check.skip with input as {"properties": properties}
}

test_no_data if {
	properties := {"Unread": ["LifecycleConfiguration"], "VersioningConfiguration": {"Status": "Enabled"}}
	count(check.unknown) == 1 with input as {"properties": properties}
}

test_no_data_versioning if {
	properties := {"Unread": ["VersioningConfiguration"]}
	not check.skip with input as {"properties": properties}
	count(check.unknown) == 1 with input as {"properties": properties}
}
