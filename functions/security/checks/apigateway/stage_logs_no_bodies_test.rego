package pantheon.checks.apigateway.stage_logs_no_bodies_test

import data.pantheon.checks.apigateway.stage_logs_no_bodies as check
import rego.v1

rest(traced) := {"properties": {"MethodSettings": [{
	"DataTraceEnabled": traced,
	"HttpMethod": "POST",
	"ResourcePath": "/login",
}]}}

websocket(traced) := {"properties": {"DefaultRouteSettings": {"DataTraceEnabled": traced}}}

test_pass if {
	count(check.deny) == 0 with input as rest(false)
	count(check.deny) == 0 with input as websocket(false)
}

test_fail if {
	check.deny == {"Data tracing is on for POST /login."} with input as rest(true)
	check.deny == {"Data tracing is on for the stage."} with input as websocket(true)
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
