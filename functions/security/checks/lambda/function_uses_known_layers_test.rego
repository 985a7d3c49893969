package pantheon.checks.lambda.function_uses_known_layers_test

import data.pantheon.checks.lambda.function_uses_known_layers as check
import rego.v1

function(account) := {"account_id": "111111111111", "properties": {"Layers": [sprintf(
	"arn:aws:lambda:eu-west-1:%s:layer:tools:3",
	[account],
)]}}

test_pass if {
	count(check.deny) == 0 with input as function("111111111111")
	count(check.deny) == 0 with input as function("017000801446")
}

test_fail if {
	check.deny == {"The layer tools belongs to the account 222222222222."} with input as function("222222222222")
}

test_no_data if {
	count(check.deny) == 0 with input as {"account_id": "111111111111", "properties": {}}
}
