# METADATA
# title: OpenSearch domains require current TLS
# description: >-
#   Looks whether the endpoint takes no less than TLS 1.2 with forward secrecy, as the newest security
#   policies require.
# custom:
#   severity: medium
#   risk: >-
#     Clients can be brought down to versions and ciphers that are broken, or whose recorded traffic can
#     be read once the key is known.
#   remediation:
#     text: >-
#       Set the security policy Policy-Min-TLS-1-2-PFS-2023-10 after checking that all clients know TLS 1.2.
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
package pantheon.checks.opensearch.domain_requires_current_tls

import rego.v1

skip if input.state in {"creating", "deleting"}

current := {"Policy-Min-TLS-1-2-PFS-2023-10", "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08"}

policy := object.get(object.get(input.properties, "DomainEndpointOptions", {}), "TLSSecurityPolicy", "none")

deny contains sprintf("The security policy of TLS is %s.", [policy]) if not policy in current
