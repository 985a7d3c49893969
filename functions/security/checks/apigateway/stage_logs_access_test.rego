package pantheon.checks.apigateway.stage_logs_access_test

import data.pantheon.checks.apigateway.stage_logs_access as check
import rego.v1

test_pass if {
	given := {"DestinationArn": "arn:aws:logs:eu-west-1:111111111111:log-group:access"}
	count(check.deny) == 0 with input as {"properties": {"AccessLogSettings": given}}
}

test_fail if {
	check.deny == {"Access logs are off."} with input as {"properties": {"StageName": "prod"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"StageName": "prod"}}
}
