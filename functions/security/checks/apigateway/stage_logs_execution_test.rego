package pantheon.checks.apigateway.stage_logs_execution_test

import data.pantheon.checks.apigateway.stage_logs_execution as check
import rego.v1

rest(settings) := {"type": "AWS::ApiGateway::Stage", "properties": {"MethodSettings": settings}}

all(level) := {"HttpMethod": "*", "LoggingLevel": level, "ResourcePath": "/*"}

websocket(level) := {
	"account_id": "111111111111",
	"region": "eu-west-1",
	"type": "AWS::ApiGatewayV2::Stage",
	"properties": {"ApiId": "a1", "DefaultRouteSettings": {"LoggingLevel": level}},
}

apis(protocol) := {"AWS::ApiGatewayV2::Api": {"111111111111:eu-west-1:AWS.ApiGatewayV2.Api:a1": {
	"properties": {"ProtocolType": protocol},
}}}

test_pass_rest if {
	count(check.deny) == 0 with input as rest([all("ERROR")])
	count(check.deny) == 0 with input as rest([all("INFO")])
}

test_pass_websocket if {
	count(check.deny) == 0 with input as websocket("INFO") with data.estate as apis("WEBSOCKET")
}

test_pass_is_silent_about_http_apis if {
	check.skip with input as websocket("OFF") with data.estate as apis("HTTP")
	check.skip with input as websocket("OFF") with data.estate as {}
}

test_fail_rest if {
	check.deny == {"Logging is off for the stage."} with input as rest([all("OFF")])
	count(check.deny) == 1 with input as rest([])
}

test_fail_only_some_methods if {
	one := {"HttpMethod": "GET", "LoggingLevel": "INFO", "ResourcePath": "/pets"}
	check.deny == {"Logging is off for the stage."} with input as rest([one])
}

test_fail_one_method if {
	one := {"HttpMethod": "GET", "LoggingLevel": "OFF", "ResourcePath": "/pets"}
	check.deny == {"Logging is off for GET /pets."} with input as rest([all("INFO"), one])
}

test_fail_websocket if {
	not check.skip with input as websocket("OFF") with data.estate as apis("WEBSOCKET")
	count(check.deny) == 1 with input as websocket("OFF") with data.estate as apis("WEBSOCKET")
}

test_no_data if {
	count(check.deny) == 1 with input as {"type": "AWS::ApiGateway::Stage", "properties": {}}
}
