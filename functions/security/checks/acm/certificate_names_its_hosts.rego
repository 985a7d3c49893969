# METADATA
# title: Certificates name the hosts that they are for
# description: >-
#   Looks for certificates for all hosts of a domain, such as *.example.com.
# custom:
#   severity: low
#   risk: >-
#     Whoever gets at one service that uses it can pose as every other host of the domain, also as some that do not
#     exist.
#   remediation:
#     text: >-
#       Have a certificate issued for each service, with the names that it has.
#     cli: >-
#       aws acm request-certificate --domain-name <domain> --validation-method DNS --key-algorithm EC_prime256v1
#     cloudformation: |
#       DomainName: www.example.com
#       SubjectAlternativeNames:
#         - example.com
#   resource_types: [AWS::CertificateManager::Certificate]
package pantheon.checks.acm.certificate_names_its_hosts

import data.pantheon.lib
import rego.v1

skip if input.state == "failed"

unknown := lib.unread(["DescribeCertificate"])

names := {name | some name in object.get(input.properties, "SubjectAlternativeNames", [])} |
	{object.get(input.properties, "DomainName", "")}

deny contains sprintf("It is for every host of %s.", [trim_prefix(name, "*.")]) if {
	some name in names
	startswith(name, "*.")
}
