package pantheon.checks.ecs.containers_have_no_secrets_in_variables_test

import data.pantheon.checks.ecs.containers_have_no_secrets_in_variables as check
import rego.v1

task(container) := {"properties": {"ContainerDefinitions": [object.union({"Name": "app"}, container)]}}

test_pass if {
	count(check.deny) == 0 with input as task({"EnvironmentNames": ["LOG_LEVEL", "SECRET_ARN", "TOKEN_TTL", "KEYBOARD"]})
}

test_fail if {
	sentence := "app has the variable DB_PASSWORD, whose value stands in the task definition."
	check.deny == {sentence} with input as task({"EnvironmentNames": ["DB_PASSWORD"]})
}

test_fail_names_of_many_kinds if {
	names := ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "apiKey", "github-token", "dbPassword", "PRIVATE_KEY"]
	count(check.deny) == 6 with input as task({"EnvironmentNames": names})
}

test_pass_secrets_by_reference if {
	count(check.deny) == 0 with input as task({"Secrets": [{"Name": "DB_PASSWORD", "ValueFrom": "arn"}]})
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
