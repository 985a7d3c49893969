package pantheon.checks.lambda.function_is_traced_test

import data.pantheon.checks.lambda.function_is_traced as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"TracingConfig": {"Mode": "Active"}}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"TracingConfig": {"Mode": "PassThrough"}}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
