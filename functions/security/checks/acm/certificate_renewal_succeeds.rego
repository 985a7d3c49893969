# METADATA
# title: Certificates are renewed without help
# description: >-
#   Looks whether the renewal of a certificate failed or waits for somebody to prove who owns the domain.
# custom:
#   severity: medium
#   risk: >-
#     ACM does not renew the certificate, and the service stops on the day that it expires.
#   remediation:
#     text: >-
#       Put the record for validation back into the zone of the domain, or follow the link in the mail; then ACM goes
#       on by itself.
#     cli: >-
#       aws acm describe-certificate --certificate-arn <certificate> --query Certificate.RenewalSummary
#   resource_types: [AWS::CertificateManager::Certificate]
package pantheon.checks.acm.certificate_renewal_succeeds

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "failed"}

unknown := lib.unread(["DescribeCertificate"])

deny contains "The renewal failed." if input.properties.RenewalStatus == "FAILED"

deny contains sprintf("The renewal waits for proof of %s.", [concat(", ", sort(domains))]) if {
	input.properties.RenewalStatus == "PENDING_VALIDATION"
	domains := {option.DomainName |
		some option in object.get(input.properties, "DomainValidationOptions", [])
		option.ValidationStatus != "SUCCESS"
	} | {input.properties.DomainName}
}
