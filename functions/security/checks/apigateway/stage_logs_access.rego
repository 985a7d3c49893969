# METADATA
# title: Stages of HTTP and WebSocket APIs write access logs
# description: >-
#   Looks whether the stage writes a line for each request to a group of logs.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can tell who called which route, from where and with what outcome.
#   remediation:
#     text: >-
#       Set the destination and the format of access logs of the stage.
#     cli: >-
#       aws apigatewayv2 update-stage --api-id <api> --stage-name <stage> --access-log-settings
#       DestinationArn=<arn>,Format=<format>
#     cloudformation: |
#       AccessLogSettings:
#         DestinationArn: !GetAtt Logs.Arn
#         Format: '{"id":"$context.requestId","ip":"$context.identity.sourceIp","status":"$context.status"}'
#     terraform: |
#       resource "aws_apigatewayv2_stage" "this" {
#         access_log_settings {
#           destination_arn = aws_cloudwatch_log_group.this.arn
#           format          = "$context.requestId $context.identity.sourceIp $context.status"
#         }
#       }
#   resource_types: [AWS::ApiGatewayV2::Stage]
#   frameworks:
#     cis_7.0: ["4.10"]
#     fsbp: [APIGateway.9]
package pantheon.checks.apigateway.stage_logs_access

import rego.v1

deny contains "Access logs are off." if not input.properties.AccessLogSettings
