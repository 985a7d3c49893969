package pantheon.checks.ssm.encrypted_parameter_is_renewed_test

import data.pantheon.checks.ssm.encrypted_parameter_is_renewed as check
import rego.v1

parameter(written) := {
	"now": "2026-06-01T12:00:00Z",
	"properties": {"LastModifiedDate": written, "Type": "SecureString"},
}

test_pass if count(check.deny) == 0 with input as parameter("2026-01-01T00:00:00Z")

test_fail if check.deny == {"It was written 882 days ago."} with input as parameter("2024-01-01T00:00:00.500Z")

test_skip_plain_parameters if check.skip with input as {"properties": {"Type": "String"}}

test_no_data_of_when if count(check.deny) == 0 with input as {"properties": {"Type": "SecureString"}}
