# METADATA
# title: OpenSearch dashboards ask an identity provider who people are
# description: >-
#   Looks whether people sign in to the dashboards with SAML or Cognito.
# custom:
#   severity: low
#   risk: >-
#     People share a password or are let in by their address, and nobody knows who they were.
#   remediation:
#     text: >-
#       Set up SAML with your identity provider, or Cognito.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --cognito-options
#       Enabled=true,UserPoolId=<pool>,IdentityPoolId=<pool>,RoleArn=<role>
#     cloudformation: |
#       CognitoOptions:
#         Enabled: true
#         UserPoolId: !Ref Users
#         IdentityPoolId: !Ref Identities
#         RoleArn: !GetAtt Cognito.Arn
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         cognito_options {
#           enabled          = true
#           user_pool_id     = aws_cognito_user_pool.this.id
#           identity_pool_id = aws_cognito_identity_pool.this.id
#           role_arn         = aws_iam_role.cognito.arn
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
package pantheon.checks.opensearch.dashboards_ask_an_identity_provider

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "Neither SAML nor Cognito is set up." if not signs_in

signs_in if input.properties.CognitoOptions.Enabled == true

signs_in if input.properties.AdvancedSecurityOptions.SAMLOptions.Enabled == true
