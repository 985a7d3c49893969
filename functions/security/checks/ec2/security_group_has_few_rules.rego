# METADATA
# title: Security groups have few enough rules to be understood
# description: >-
#   Counts the rules for what comes in and for what goes out; more than 50 of either are too many.
# custom:
#   severity: low
#   risk: >-
#     Nobody reviews a list of that length, so rules that should be gone stay, and dangerous ones are not seen.
#   remediation:
#     text: >-
#       Split the group by purpose, name other groups or prefix lists instead of single addresses, and delete what
#       nobody needs.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --security-group-rule-ids <rules>
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_has_few_rules

import data.pantheon.lib.ec2
import rego.v1

most := 50

deny contains sentence if {
	count(ec2.ingress(input)) > most
	sentence := sprintf("It has %d rules for what comes in.", [count(ec2.ingress(input))])
}

deny contains sentence if {
	count(ec2.egress(input)) > most
	sentence := sprintf("It has %d rules for what goes out.", [count(ec2.egress(input))])
}
