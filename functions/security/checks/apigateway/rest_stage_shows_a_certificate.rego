# METADATA
# title: Stages of REST APIs show backends a certificate
# description: >-
#   Looks whether the stage has a client certificate, by which an HTTP backend can tell that a request
#   came through API Gateway.
# custom:
#   severity: low
#   risk: >-
#     Whoever finds the address of the backend calls it directly, past the authorizers, limits and logs of
#     the API.
#   remediation:
#     text: >-
#       Generate a client certificate, set it for the stage and let the backend require it.
#     cli: >-
#       aws apigateway update-stage --rest-api-id <api> --stage-name <stage> --patch-operations
#       op=replace,path=/clientCertificateId,value=<certificate>
#     cloudformation: |
#       ClientCertificateId: !Ref Certificate
#     terraform: |
#       resource "aws_api_gateway_stage" "this" {
#         client_certificate_id = aws_api_gateway_client_certificate.this.id
#       }
#   resource_types: [AWS::ApiGateway::Stage]
#   frameworks:
#     fsbp: [APIGateway.2]
package pantheon.checks.apigateway.rest_stage_shows_a_certificate

import rego.v1

deny contains "The stage has no client certificate." if not input.properties.ClientCertificateId
