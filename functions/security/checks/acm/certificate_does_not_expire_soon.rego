# METADATA
# title: Certificates do not expire within 30 days
# description: >-
#   Looks how long each valid certificate is still valid. Those that ACM renews by itself are renewed 60 days before,
#   so what is left here needs somebody.
# custom:
#   severity: medium
#   risk: >-
#     On that day browsers and programs refuse the service, and people learn to click warnings away.
#   remediation:
#     text: >-
#       Import the renewed certificate under the same ARN. For one that ACM has issued, find out why it was not
#       renewed, mostly a missing record for validation.
#     cli: >-
#       aws acm import-certificate --certificate-arn <certificate> --certificate fileb://certificate.pem
#       --private-key fileb://key.pem
#   resource_types: [AWS::CertificateManager::Certificate]
#   frameworks:
#     fsbp: [ACM.1]
package pantheon.checks.acm.certificate_does_not_expire_soon

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "failed"}

unknown := lib.unread(["DescribeCertificate"])

deny contains sprintf("The certificate for %s expires in %v days.", [input.properties.DomainName, left]) if {
	left := 0 - lib.days_since(input.properties.NotAfter)
	left >= 0
	left <= 30
}

deny contains sprintf("The certificate for %s expired: %s.", [input.properties.DomainName, end]) if {
	end := input.properties.NotAfter
	lib.days_since(end) > 0
}
