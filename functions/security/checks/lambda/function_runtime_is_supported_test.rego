package pantheon.checks.lambda.function_runtime_is_supported_test

import data.pantheon.checks.lambda.function_runtime_is_supported as check
import rego.v1

function(runtime) := {"now": "2026-02-01T00:00:00Z", "properties": {"Runtime": runtime}}

test_pass if {
	count(check.deny) == 0 with input as function("python3.13")
	count(check.deny) == 0 with input as function("nodejs20.x")
	count(check.deny) == 0 with input as function("python9.1")
}

test_pass_image_is_skipped if {
	check.skip with input as {"now": "2026-02-01T00:00:00Z", "properties": {"PackageType": "Image"}}
}

test_fail if {
	check.deny == {"nodejs18.x is not repaired since 2025-09-01."} with input as function("nodejs18.x")
}

test_no_data if {
	check.skip with input as {"now": "2026-02-01T00:00:00Z", "properties": {}}
}
