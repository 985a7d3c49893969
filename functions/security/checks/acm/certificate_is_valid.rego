# METADATA
# title: Certificates that something uses are valid
# description: >-
#   Looks for certificates that expired, were revoked, or could not be issued, and that something still uses.
# custom:
#   severity: medium
#   risk: >-
#     Browsers and programs refuse the service, or were told not to check.
#   remediation:
#     text: >-
#       Give what uses it a valid certificate, then delete this one.
#     cli: >-
#       aws acm describe-certificate --certificate-arn <certificate>
#   resource_types: [AWS::CertificateManager::Certificate]
package pantheon.checks.acm.certificate_is_valid

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeCertificate"])

users := object.get(input.properties, "InUseBy", [])

reason := object.get(input.properties, "FailureReason", "expired or revoked")

deny contains sprintf("It is not valid (%s), and %s uses it.", [reason, user]) if {
	input.state == "failed"
	some user in users
}
