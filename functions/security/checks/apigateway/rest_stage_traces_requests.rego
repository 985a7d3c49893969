# METADATA
# title: Stages of REST APIs trace requests
# description: >-
#   Looks whether X-Ray follows requests through the stage.
# custom:
#   severity: low
#   risk: >-
#     Where a request went after the API, and what it did there, has to be guessed.
#   remediation:
#     text: >-
#       Turn tracing on.
#     cli: >-
#       aws apigateway update-stage --rest-api-id <api> --stage-name <stage> --patch-operations
#       op=replace,path=/tracingEnabled,value=true
#     cloudformation: |
#       TracingEnabled: true
#     terraform: |
#       resource "aws_api_gateway_stage" "this" {
#         xray_tracing_enabled = true
#       }
#   resource_types: [AWS::ApiGateway::Stage]
#   frameworks:
#     fsbp: [APIGateway.3]
package pantheon.checks.apigateway.rest_stage_traces_requests

import rego.v1

deny contains "Tracing is off." if not input.properties.TracingEnabled
