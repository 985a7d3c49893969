# METADATA
# title: HTTP APIs share credentials only with named origins
# description: >-
#   Looks at HTTP APIs that let browsers send cookies along: none of the origins that may call may be a
#   wildcard.
# custom:
#   severity: medium
#   risk: >-
#     Any website that somebody visits calls the API with the session of that person and reads the
#     answers.
#   remediation:
#     text: >-
#       Name the origins that are meant, or do not allow credentials.
#     cli: >-
#       aws apigatewayv2 update-api --api-id <api> --cors-configuration
#       AllowOrigins=https://<site>,AllowCredentials=true
#     cloudformation: |
#       CorsConfiguration:
#         AllowCredentials: true
#         AllowOrigins: [https://<site>]
#     terraform: |
#       resource "aws_apigatewayv2_api" "this" {
#         cors_configuration {
#           allow_credentials = true
#           allow_origins     = ["https://<site>"]
#         }
#       }
#   resource_types: [AWS::ApiGatewayV2::Api]
package pantheon.checks.apigateway.api_shares_credentials_with_named_origins

import rego.v1

deny contains sprintf("The origin %s may call with credentials.", [origin]) if {
	cors := input.properties.CorsConfiguration
	cors.AllowCredentials == true
	some origin in object.get(cors, "AllowOrigins", [])
	contains(origin, "*")
}
