package pantheon.checks.athena.workgroup_encrypts_results_test

import data.pantheon.checks.athena.workgroup_encrypts_results as check
import rego.v1

group(configuration) := {"properties": {"State": "ENABLED", "WorkGroupConfiguration": configuration}}

test_pass if {
	results := {"EncryptionConfiguration": {"EncryptionOption": "SSE_KMS", "KmsKey": "abcd"}}
	count(check.deny) == 0 with input as group({"ResultConfiguration": results})
	count(check.deny) == 0 with input as group({"ManagedQueryResultsConfiguration": {"Enabled": true}})
}

test_fail if {
	results := {"OutputLocation": "s3://results/"}
	check.deny == {"Results are not encrypted by the workgroup."} with input as group({"ResultConfiguration": results})
	count(check.deny) == 1 with input as group({})
}

test_pass_is_silent_about_disabled_ones if {
	check.skip with input as {"properties": {"State": "DISABLED"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"State": "ENABLED", "Unread": ["GetWorkGroup"]}}
}
