package pantheon.checks.apigateway.stage_variables_hold_no_secrets_test

import data.pantheon.checks.apigateway.stage_variables_hold_no_secrets as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"VariableNames": ["backendUrl", "table", "secretArn"]}}
}

test_fail if {
	sentence := "The stage variable dbPassword seems to hold a secret."
	check.deny == {sentence} with input as {"properties": {"VariableNames": ["dbPassword", "table"]}}
	count(check.deny) == 1 with input as {"properties": {"StageVariableNames": ["api_key"]}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
