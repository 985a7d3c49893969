# METADATA
# title: Certificates are validated by DNS
# description: >-
#   Looks for certificates whose domain is proven by mail: somebody has to follow a link before each renewal.
# custom:
#   severity: low
#   risk: >-
#     The mail goes to a mailbox that nobody reads any more, and the certificate expires; whoever reads it can prove
#     the domain, too.
#   remediation:
#     text: >-
#       Have a new certificate issued that is validated by DNS, and use it instead.
#     cli: >-
#       aws acm request-certificate --domain-name <domain> --validation-method DNS --key-algorithm EC_prime256v1
#     cloudformation: |
#       ValidationMethod: DNS
#     terraform: |
#       resource "aws_acm_certificate" "this" {
#         validation_method = "DNS"
#       }
#   resource_types: [AWS::CertificateManager::Certificate]
package pantheon.checks.acm.certificate_is_validated_by_dns

import data.pantheon.lib
import rego.v1

skip if input.state == "failed"

unknown := lib.unread(["DescribeCertificate"])

deny contains sprintf("%s is proven by mail.", [option.DomainName]) if {
	some option in object.get(input.properties, "DomainValidationOptions", [])
	option.ValidationMethod == "EMAIL"
}
