# METADATA
# title: No certificates of servers are kept in IAM
# description: >-
#   Looks whether the account's summary counts server certificates in IAM. When they expire is not read.
# custom:
#   severity: low
#   risk: >-
#     IAM neither renews a certificate nor tells that it expires, and whoever may read it there uses it on.
#   remediation:
#     text: >-
#       Import the certificates into ACM, or have ACM issue new ones, point load balancers and distributions at
#       those, and delete the ones in IAM.
#     cli: |
#       aws iam list-server-certificates
#       aws iam delete-server-certificate --server-certificate-name <certificate>
#   resource_types: [Pantheon::IAM::AccountSummary]
package pantheon.checks.iam.account_keeps_no_server_certificates

import rego.v1

deny contains sprintf("Server certificates are kept in IAM (%v).", [certificates]) if {
	certificates := object.get(input.properties, "SummaryMap", {}).ServerCertificates
	certificates > 0
}
