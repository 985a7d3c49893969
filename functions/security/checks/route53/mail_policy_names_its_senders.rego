# METADATA
# title: Mail policies let only known servers send
# description: >-
#   Looks for SPF records that end by letting every server of the world send mail for the domain, or by saying
#   nothing of it.
# custom:
#   severity: medium
#   risk: >-
#     Anybody sends mail in the name of the company, and the servers of its customers take it for real.
#   remediation:
#     text: >-
#       List the servers that send mail, and end the record with -all.
#     cli: >-
#       aws route53 change-resource-record-sets --hosted-zone-id <zone> --change-batch file://record.json
#   resource_types: [AWS::Route53::RecordSet]
package pantheon.checks.route53.mail_policy_names_its_senders

import data.pantheon.lib
import rego.v1

skip if not input.properties.Type == "TXT"

deny contains sentence if {
	some value in lib.get(input.properties, "ResourceRecords", [])
	text := lower(value)
	contains(text, "v=spf1")
	regex.match("[ \"][+?]?all[ \"]", text)
	sentence := sprintf("%s lets everybody send mail.", [value])
}
