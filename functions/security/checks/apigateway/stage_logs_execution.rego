# METADATA
# title: Stages of REST and WebSocket APIs log what happens to requests
# description: >-
#   Looks whether the stage logs errors, or more, for all of its methods or routes. HTTP APIs, which
#   have no such logs, are left out.
# custom:
#   severity: medium
#   risk: >-
#     Requests that were refused or that broke something leave no trace, and neither do those who try.
#   remediation:
#     text: >-
#       Set the level of logging of the stage to ERROR or INFO, after giving API Gateway a role that writes
#       to CloudWatch Logs.
#     cli: >-
#       aws apigateway update-stage --rest-api-id <api> --stage-name <stage> --patch-operations
#       op=replace,path=/*/*/logging/loglevel,value=ERROR
#     cloudformation: |
#       MethodSettings:
#         - ResourcePath: /*
#           HttpMethod: "*"
#           LoggingLevel: ERROR
#     terraform: |
#       resource "aws_api_gateway_method_settings" "all" {
#         rest_api_id = aws_api_gateway_rest_api.this.id
#         stage_name  = aws_api_gateway_stage.this.stage_name
#         method_path = "*/*"
#         settings {
#           logging_level = "ERROR"
#         }
#       }
#   resource_types: [AWS::ApiGateway::Stage, AWS::ApiGatewayV2::Stage]
#   reads: [AWS::ApiGatewayV2::Api]
#   frameworks:
#     fsbp: [APIGateway.1]
package pantheon.checks.apigateway.stage_logs_execution

import data.pantheon.lib
import rego.v1

skip if {
	input.type == "AWS::ApiGatewayV2::Stage"
	not is_websocket
}

is_websocket if {
	id := sprintf("%s:%s:AWS.ApiGatewayV2.Api:%s", [input.account_id, input.region, input.properties.ApiId])
	lib.estate("AWS::ApiGatewayV2::Api")[id].properties.ProtocolType == "WEBSOCKET"
}

levels := {"ERROR", "INFO"}

# The level of all methods or routes that have none of their own.
level := object.get(object.get(input.properties, "DefaultRouteSettings", {}), "LoggingLevel", "OFF") if {
	input.type == "AWS::ApiGatewayV2::Stage"
} else := setting.LoggingLevel if {
	some setting in object.get(input.properties, "MethodSettings", [])
	setting.ResourcePath == "/*"
	setting.HttpMethod == "*"
	setting.LoggingLevel
} else := "OFF"

deny contains "Logging is off for the stage." if not level in levels

deny contains sprintf("Logging is off for %s %s.", [setting.HttpMethod, setting.ResourcePath]) if {
	level in levels
	some setting in object.get(input.properties, "MethodSettings", [])
	not object.get(setting, "LoggingLevel", "OFF") in levels
}
