# METADATA
# title: Certificates that something uses are renewed by ACM
# description: >-
#   Looks for certificates that were imported and that something uses: ACM renews only those that it has issued.
# custom:
#   severity: low
#   risk: >-
#     Somebody has to think of each of them once a year, or several times, and one year nobody does.
#   remediation:
#     text: >-
#       Have ACM issue a certificate for the same names, and use it instead, where no other authority is asked for.
#     cli: >-
#       aws acm request-certificate --domain-name <domain> --validation-method DNS --key-algorithm EC_prime256v1
#   resource_types: [AWS::CertificateManager::Certificate]
package pantheon.checks.acm.certificate_renews_itself

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "failed"}

unknown := lib.unread(["DescribeCertificate"])

deny contains "The certificate was imported, and ACM cannot renew it." if {
	input.properties.Type == "IMPORTED"
	count(object.get(input.properties, "InUseBy", [])) > 0
}
