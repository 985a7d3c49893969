# METADATA
# title: Certificates are used
# description: >-
#   Looks for valid certificates that nothing in AWS uses. Those that may be exported are left out, since they may be
#   used anywhere.
# custom:
#   severity: informational
#   risk: >-
#     Nobody notices when such a certificate expires or is given to something else.
#   remediation:
#     text: >-
#       Delete the certificate.
#     cli: >-
#       aws acm delete-certificate --certificate-arn <certificate>
#   resource_types: [AWS::CertificateManager::Certificate]
package pantheon.checks.acm.certificate_is_used

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "failed"}

skip if input.properties.CertificateExport == "ENABLED"

unknown := lib.unread(["DescribeCertificate"])

deny contains "Nothing uses the certificate." if count(object.get(input.properties, "InUseBy", [])) == 0
