package pantheon.checks.apigateway.rest_stage_traces_requests_test

import data.pantheon.checks.apigateway.rest_stage_traces_requests as check
import rego.v1

test_pass if {
	given := true
	count(check.deny) == 0 with input as {"properties": {"TracingEnabled": given}}
}

test_fail if {
	check.deny == {"Tracing is off."} with input as {"properties": {"StageName": "prod", "TracingEnabled": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"StageName": "prod"}}
}
