# METADATA
# title: OpenSearch domains answer only over HTTPS
# description: >-
#   Looks whether the endpoint refuses plain HTTP.
# custom:
#   severity: medium
#   risk: >-
#     Queries, documents and passwords pass in clear to clients that forget the s.
#   remediation:
#     text: >-
#       Require HTTPS for all traffic to the domain.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --domain-endpoint-options
#       EnforceHTTPS=true,TLSSecurityPolicy=Policy-Min-TLS-1-2-PFS-2023-10
#     cloudformation: |
#       DomainEndpointOptions:
#         EnforceHTTPS: true
#         TLSSecurityPolicy: Policy-Min-TLS-1-2-PFS-2023-10
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         domain_endpoint_options {
#           enforce_https       = true
#           tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     fsbp: [ES.8, OpenSearch.8]
package pantheon.checks.opensearch.domain_requires_https

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "The endpoint also answers over plain HTTP." if {
	not input.properties.DomainEndpointOptions.EnforceHTTPS
}
