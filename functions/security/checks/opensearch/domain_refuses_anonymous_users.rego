# METADATA
# title: OpenSearch domains refuse anonymous users
# description: >-
#   Looks at domains with fine-grained access control: requests without a user must not get a role.
# custom:
#   severity: high
#   risk: >-
#     The period of grace in which old clients were let in without a user never ended: whoever reaches the
#     domain gets the anonymous role.
#   remediation:
#     text: >-
#       Give every client a user or a role and turn anonymous access off.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --advanced-security-options
#       Enabled=true,AnonymousAuthEnabled=false
#     cloudformation: |
#       AdvancedSecurityOptions:
#         Enabled: true
#         AnonymousAuthEnabled: false
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         advanced_security_options {
#           enabled                = true
#           anonymous_auth_enabled = false
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
package pantheon.checks.opensearch.domain_refuses_anonymous_users

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "Anonymous access is on." if {
	input.properties.AdvancedSecurityOptions.Enabled == true
	input.properties.AdvancedSecurityOptions.AnonymousAuthEnabled == true
}
