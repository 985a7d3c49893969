# METADATA
# title: Stages of APIs do not log what requests and answers say
# description: >-
#   Looks for stages, methods and routes with data tracing on, which writes whole requests and answers
#   to the logs.
# custom:
#   severity: medium
#   risk: >-
#     Passwords, tokens and personal data end up in logs, which more people read than the data itself.
#   remediation:
#     text: >-
#       Turn data tracing off; switch it on for an hour where something has to be found, in a stage without
#       real data.
#     cli: >-
#       aws apigateway update-stage --rest-api-id <api> --stage-name <stage> --patch-operations
#       op=replace,path=/*/*/logging/dataTrace,value=false
#     cloudformation: |
#       MethodSettings:
#         - ResourcePath: /*
#           HttpMethod: "*"
#           DataTraceEnabled: false
#     terraform: |
#       resource "aws_api_gateway_method_settings" "all" {
#         rest_api_id = aws_api_gateway_rest_api.this.id
#         stage_name  = aws_api_gateway_stage.this.stage_name
#         method_path = "*/*"
#         settings {
#           data_trace_enabled = false
#         }
#       }
#   resource_types: [AWS::ApiGateway::Stage, AWS::ApiGatewayV2::Stage]
package pantheon.checks.apigateway.stage_logs_no_bodies

import rego.v1

deny contains sprintf("Data tracing is on for %s %s.", [setting.HttpMethod, setting.ResourcePath]) if {
	some setting in object.get(input.properties, "MethodSettings", [])
	setting.DataTraceEnabled == true
}

deny contains "Data tracing is on for the stage." if input.properties.DefaultRouteSettings.DataTraceEnabled == true
