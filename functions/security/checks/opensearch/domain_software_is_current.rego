# METADATA
# title: OpenSearch domains have the newest service software
# description: >-
#   Looks whether an update of the service software waits to be installed.
# custom:
#   severity: medium
#   risk: >-
#     Holes that AWS has already mended stay open in this domain.
#   remediation:
#     text: >-
#       Install the update, and turn automatic updates on for an hour of little traffic.
#     cli: >-
#       aws opensearch start-service-software-update --domain-name <domain>
#     cloudformation: |
#       SoftwareUpdateOptions:
#         AutoSoftwareUpdateEnabled: true
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         software_update_options {
#           auto_software_update_enabled = true
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     fsbp: [OpenSearch.10]
package pantheon.checks.opensearch.domain_software_is_current

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "An update of the service software waits to be installed." if {
	input.properties.ServiceSoftwareOptions.UpdateAvailable == true
}
