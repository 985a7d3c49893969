# METADATA
# title: OpenSearch domains decide about access by index and user
# description: >-
#   Looks whether fine-grained access control is on.
# custom:
#   severity: high
#   risk: >-
#     Whoever may reach the domain at all may read, change and delete every index.
#   remediation:
#     text: >-
#       Turn fine-grained access control on, with roles for each kind of user, and require HTTPS with it.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --advanced-security-options
#       file://security.json
#     cloudformation: |
#       AdvancedSecurityOptions:
#         Enabled: true
#         MasterUserOptions:
#           MasterUserARN: !GetAtt Administrator.Arn
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         advanced_security_options {
#           enabled = true
#           master_user_options {
#             master_user_arn = aws_iam_role.administrator.arn
#           }
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     fsbp: [OpenSearch.7]
package pantheon.checks.opensearch.domain_has_fine_grained_access

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "Fine-grained access control is off." if not input.properties.AdvancedSecurityOptions.Enabled
