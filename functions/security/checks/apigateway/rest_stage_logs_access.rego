# METADATA
# title: Stages of REST APIs write access logs
# description: >-
#   Looks whether the stage writes a line for each request to a group of logs or a stream.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can tell who called which method, from where and with what outcome.
#   remediation:
#     text: >-
#       Set the destination and the format of access logs of the stage.
#     cli: >-
#       aws apigateway update-stage --rest-api-id <api> --stage-name <stage> --patch-operations
#       op=replace,path=/accessLogSettings/destinationArn,value=<arn>
#     cloudformation: |
#       AccessLogSetting:
#         DestinationArn: !GetAtt Logs.Arn
#         Format: '{"id":"$context.requestId","ip":"$context.identity.sourceIp","status":"$context.status"}'
#     terraform: |
#       resource "aws_api_gateway_stage" "this" {
#         access_log_settings {
#           destination_arn = aws_cloudwatch_log_group.this.arn
#           format          = "$context.requestId $context.identity.sourceIp $context.status"
#         }
#       }
#   resource_types: [AWS::ApiGateway::Stage]
#   frameworks:
#     cis_7.0: ["4.10"]
package pantheon.checks.apigateway.rest_stage_logs_access

import rego.v1

deny contains "Access logs are off." if not input.properties.AccessLogSetting
