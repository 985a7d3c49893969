# METADATA
# title: The private keys of certificates stay in ACM
# description: >-
#   Looks for certificates whose private key may be exported.
# custom:
#   severity: low
#   risk: >-
#     Whoever may export it takes the key along, and nobody can tell where it is used.
#   remediation:
#     text: >-
#       Use certificates that cannot be exported where the service takes them from ACM, and limit
#       acm:ExportCertificate for the rest.
#     cli: >-
#       aws acm request-certificate --domain-name <domain> --validation-method DNS --key-algorithm EC_prime256v1
#     cloudformation: |
#       CertificateExport: DISABLED
#     terraform: |
#       resource "aws_acm_certificate" "this" {
#         options {
#           export = "DISABLED"
#         }
#       }
#   resource_types: [AWS::CertificateManager::Certificate]
package pantheon.checks.acm.certificate_stays_in_acm

import data.pantheon.lib
import rego.v1

skip if input.state == "failed"

unknown := lib.unread(["DescribeCertificate"])

deny contains "The private key may be exported." if input.properties.CertificateExport == "ENABLED"
