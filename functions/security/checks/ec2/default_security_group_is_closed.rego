# METADATA
# title: The default security group of every VPC lets nothing in or out
# description: >-
#   Looks whether the group called default, which AWS makes for every VPC and nobody can delete, has any rule.
# custom:
#   severity: medium
#   risk: >-
#     Whatever is launched without naming a group gets this one, and with its usual rules trusts all its neighbors
#     in the group and may call anywhere.
#   remediation:
#     text: >-
#       Give what uses the group a group of its own, then delete all rules of the default group.
#     cli: |
#       aws ec2 revoke-security-group-ingress --group-id <group> --security-group-rule-ids <rules>
#       aws ec2 revoke-security-group-egress --group-id <group> --security-group-rule-ids <rules>
#     terraform: |
#       resource "aws_default_security_group" "this" {
#         vpc_id = aws_vpc.this.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     cis_3.0: ["5.4"]
#     cis_5.0: ["5.5"]
#     cis_7.0: ["6.5"]
#     fsbp: [EC2.2]
package pantheon.checks.ec2.default_security_group_is_closed

import data.pantheon.lib
import data.pantheon.lib.ec2
import rego.v1

skip if lib.get(input.properties, "GroupName", "") != "default"

deny contains sentence if {
	some rule in ec2.ingress(input)
	sentence := sprintf("It lets in %s from %s.", [ec2.traffic(rule), far_end(rule, "Source")])
}

deny contains sentence if {
	some rule in ec2.egress(input)
	sentence := sprintf("It lets out %s to %s.", [ec2.traffic(rule), far_end(rule, "Destination")])
}

far_end(rule, side) := concat(", ", sort([end |
	some name in ["CidrIp", "CidrIpv6", sprintf("%sPrefixListId", [side]), sprintf("%sSecurityGroupId", [side])]
	end := rule[name]
	is_string(end)
]))
