# METADATA
# title: Private REST APIs admit only known networks
# description: >-
#   Looks at private REST APIs: their policy must not let in whoever calls, from any VPC endpoint of any
#   account.
# custom:
#   severity: high
#   risk: >-
#     Anybody with an account of AWS makes an endpoint in a network of their own and calls the API as if
#     from within yours.
#   remediation:
#     text: >-
#       Name your VPC endpoints or networks in the policy, with aws:SourceVpce or aws:SourceVpc.
#     cli: >-
#       aws apigateway update-rest-api --rest-api-id <api> --patch-operations
#       op=replace,path=/policy,value=<policy>
#     cloudformation: |
#       Policy:
#         Statement:
#           - Effect: Allow
#             Principal: "*"
#             Action: execute-api:Invoke
#             Resource: execute-api:/*
#             Condition: {StringEquals: {aws:SourceVpce: !Ref Endpoint}}
#     terraform: |
#       data "aws_iam_policy_document" "private" {
#         statement {
#           actions   = ["execute-api:Invoke"]
#           resources = ["execute-api:/*"]
#           principals {
#             type        = "*"
#             identifiers = ["*"]
#           }
#           condition {
#             test     = "StringEquals"
#             variable = "aws:SourceVpce"
#             values   = [aws_vpc_endpoint.api.id]
#           }
#         }
#       }
#   resource_types: [AWS::ApiGateway::RestApi]
#   frameworks:
#     cis_7.0: ["2.21"]
package pantheon.checks.apigateway.private_api_admits_known_networks

import data.pantheon.lib.policies
import rego.v1

skip if not "PRIVATE" in object.get(object.get(input.properties, "EndpointConfiguration", {}), "Types", [])

deny contains sprintf("%s of the policy lets everybody do %s.", [name, deeds]) if {
	some statement in policies.open(object.get(input.properties, "Policy", {}))
	name := policies.named(statement)
	deeds := policies.deeds(statement)
}
