package pantheon.checks.s3.bucket_keeps_versions_test

import data.pantheon.checks.s3.bucket_keeps_versions as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"VersioningConfiguration": {"Status": "Enabled"}}}
}

test_fail_never_on if {
	check.deny == {"Versioning was never turned on."} with input as {"properties": {}}
	count(check.deny) == 1 with input as {"properties": {"VersioningConfiguration": {"MFADelete": "Disabled"}}}
}

test_fail_suspended if {
	properties := {"VersioningConfiguration": {"Status": "Suspended"}}
	check.deny == {"Versioning is suspended."} with input as {"properties": properties}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["VersioningConfiguration"]}}
}
