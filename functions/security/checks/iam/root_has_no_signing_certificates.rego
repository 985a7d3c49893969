# METADATA
# title: The root user has no signing certificates
# description: >-
#   Looks whether the account's summary counts X.509 certificates of the root user, which sign requests to old
#   interfaces of AWS.
# custom:
#   severity: high
#   risk: >-
#     A signing certificate is another key of the root user that lies in files, never expires by itself and that
#     nobody watches.
#   remediation:
#     text: >-
#       Sign in as the root user and delete the certificates under Security credentials.
#     cli: >-
#       aws iam delete-signing-certificate --certificate-id <certificate>
#   resource_types: [Pantheon::IAM::AccountSummary]
package pantheon.checks.iam.root_has_no_signing_certificates

import rego.v1

deny contains sprintf("The root user has signing certificates (%v).", [certificates]) if {
	certificates := object.get(input.properties, "SummaryMap", {}).AccountSigningCertificatesPresent
	certificates > 0
}
