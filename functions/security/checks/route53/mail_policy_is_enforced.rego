# METADATA
# title: Mail that pretends to be of the domain is refused
# description: >-
#   Looks for DMARC records that ask receivers to do nothing about mail that fails the tests.
# custom:
#   severity: low
#   risk: >-
#     Mail that was forged in the name of the company is delivered to its customers and its people.
#   remediation:
#     text: >-
#       Look through the reports, mend what sends mail without signing it, then set the policy to quarantine or
#       reject.
#     cli: >-
#       aws route53 change-resource-record-sets --hosted-zone-id <zone> --change-batch file://record.json
#   resource_types: [AWS::Route53::RecordSet]
package pantheon.checks.route53.mail_policy_is_enforced

import data.pantheon.lib
import rego.v1

skip if not startswith(lib.get(input.properties, "Name", ""), "_dmarc.")

deny contains "Receivers are asked to do nothing about forged mail." if {
	some value in lib.get(input.properties, "ResourceRecords", [])
	text := lower(value)
	contains(text, "v=dmarc1")
	regex.match("[; \"]p *= *none[; \"]", text)
}
