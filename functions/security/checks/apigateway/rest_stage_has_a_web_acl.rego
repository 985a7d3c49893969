# METADATA
# title: Stages of REST APIs are behind a web ACL
# description: >-
#   Looks whether AWS WAF inspects the requests of the stage.
# custom:
#   severity: medium
#   risk: >-
#     Injections, floods and robots reach the backend as they come.
#   remediation:
#     text: >-
#       Associate a web ACL of AWS WAF with managed rules and a limit on rates.
#     cli: >-
#       aws wafv2 associate-web-acl --web-acl-arn <web acl> --resource-arn
#       arn:aws:apigateway:<region>::/restapis/<api>/stages/<stage>
#     terraform: |
#       resource "aws_wafv2_web_acl_association" "this" {
#         resource_arn = aws_api_gateway_stage.this.arn
#         web_acl_arn  = aws_wafv2_web_acl.this.arn
#       }
#   resource_types: [AWS::ApiGateway::Stage]
#   frameworks:
#     fsbp: [APIGateway.4]
package pantheon.checks.apigateway.rest_stage_has_a_web_acl

import rego.v1

deny contains "There is no web ACL." if not input.properties.WebAclArn
