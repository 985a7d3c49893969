# METADATA
# title: OpenSearch domains keep no users of their own
# description: >-
#   Looks whether the domain has an internal database of users, with passwords that no identity provider
#   knows.
# custom:
#   severity: low
#   risk: >-
#     Passwords are shared, have no second factor, and stay when people leave.
#   remediation:
#     text: >-
#       Use IAM, SAML or Cognito for people and roles of IAM for programs, and turn the internal database
#       off.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --advanced-security-options
#       Enabled=true,InternalUserDatabaseEnabled=false
#     cloudformation: |
#       AdvancedSecurityOptions:
#         Enabled: true
#         InternalUserDatabaseEnabled: false
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         advanced_security_options {
#           enabled                        = true
#           internal_user_database_enabled = false
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
package pantheon.checks.opensearch.domain_has_no_users_of_its_own

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "The internal database of users is on." if {
	input.properties.AdvancedSecurityOptions.InternalUserDatabaseEnabled == true
}
