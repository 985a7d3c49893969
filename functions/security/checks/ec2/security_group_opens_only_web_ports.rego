# METADATA
# title: Security groups let the internet reach no ports but those of the web
# description: >-
#   Looks for rules that let in TCP or UDP from the internet on other ports than 80 and 443.
# custom:
#   severity: medium
#   risk: >-
#     Every further open port is one more service that has to be patched in time and to keep strangers out by
#     itself.
#   remediation:
#     text: >-
#       Remove the rule or narrow its source; put what the public has to use behind a load balancer that listens on
#       port 443.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --security-group-rule-ids <rule>
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 443
#           ToPort: 443
#           CidrIp: 0.0.0.0/0
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "https" {
#         security_group_id = aws_security_group.this.id
#         ip_protocol       = "tcp"
#         from_port         = 443
#         to_port           = 443
#         cidr_ipv4         = "0.0.0.0/0"
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     fsbp: [EC2.18]
package pantheon.checks.ec2.security_group_opens_only_web_ports

import data.pantheon.lib.ec2
import rego.v1

web := {80, 443}

unknown contains sentence if {
	count(deny) == 0
	some rule in ec2.ingress(input)
	list := rule.SourcePrefixListId
	beyond_web(rule)
	what := [list, ec2.traffic(rule)]
	sentence := sprintf("The networks of the prefix list %s, which may reach %s, are not read.", what)
}

deny contains sentence if {
	some rule in ec2.ingress(input)
	beyond_web(rule)
	some source in ec2.open_sources(rule)
	sentence := sprintf("%s may reach %s.", [source, ec2.traffic(rule)])
}

beyond_web(rule) if ec2.protocol(rule) == "all"

beyond_web(rule) if {
	ec2.protocol(rule) in {"tcp", "udp"}
	not only_web(rule)
}

# HTTP/3 is UDP on port 443.
only_web(rule) if {
	rule.FromPort == rule.ToPort
	rule.FromPort in web
}
