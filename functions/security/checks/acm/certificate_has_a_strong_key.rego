# METADATA
# title: Certificates have keys that cannot be broken
# description: >-
#   Looks whether the key of a certificate is of RSA with less than 2,048 bits, or of another kind that is too short,
#   and whether it was signed with SHA-1 or MD5.
# custom:
#   severity: high
#   risk: >-
#     Somebody with means computes the private key, poses as the service and reads what was recorded.
#   remediation:
#     text: >-
#       Have a new certificate issued with RSA of 2,048 bits or an elliptic curve of 256 bits, and use it instead.
#     cli: >-
#       aws acm request-certificate --domain-name <domain> --validation-method DNS --key-algorithm EC_prime256v1
#     cloudformation: |
#       KeyAlgorithm: EC_prime256v1
#     terraform: |
#       resource "aws_acm_certificate" "this" {
#         key_algorithm = "EC_prime256v1"
#       }
#   resource_types: [AWS::CertificateManager::Certificate]
#   frameworks:
#     fsbp: [ACM.2]
package pantheon.checks.acm.certificate_has_a_strong_key

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "failed"}

unknown := lib.unread(["DescribeCertificate"])

weak := {"EC_secp192r1", "P_192", "RSA_1024", "RSA_512"}

deny contains sprintf("The key is of %s.", [algorithm]) if {
	algorithm := replace(input.properties.KeyAlgorithm, "-", "_")
	algorithm in weak
}

deny contains sprintf("The signature is %s.", [input.properties.SignatureAlgorithm]) if {
	regex.match("^(MD5|SHA1)", upper(input.properties.SignatureAlgorithm))
}
