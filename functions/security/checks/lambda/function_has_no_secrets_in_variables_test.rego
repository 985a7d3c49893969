package pantheon.checks.lambda.function_has_no_secrets_in_variables_test

import data.pantheon.checks.lambda.function_has_no_secrets_in_variables as check
import rego.v1

function(names) := {"properties": {"EnvironmentVariableNames": names}}

test_pass if {
	harmless := ["MODE", "DB_SECRET_ARN", "TOKEN_URL", "PASSWORD_MIN_LENGTH", "MONKEY"]
	count(check.deny) == 0 with input as function(harmless)
}

test_fail if {
	sentence := "Its variable DB_PASSWORD holds a secret by its name."
	check.deny == {sentence} with input as function(["DB_PASSWORD", "MODE"])
	count(check.deny) == 4 with input as function(["apiKey", "SLACK_TOKEN", "clientSecret", "AWS_ACCESS_KEY_ID"])
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
