# METADATA
# title: Security groups do not let the internet reach all ports
# description: >-
#   Looks for rules that let in all traffic, or every TCP or UDP port, from the internet, in IPv4 or IPv6.
# custom:
#   severity: critical
#   risk: >-
#     Every service on every instance of the group, whether anybody knows of it or not, can be called and attacked
#     from the whole world.
#   remediation:
#     text: >-
#       Replace the rule by one for each port that has to be open, each with the narrowest source that works.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 443
#           ToPort: 443
#           SourceSecurityGroupId: !Ref LoadBalancerSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "https" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 443
#         to_port                      = 443
#         referenced_security_group_id = aws_security_group.load_balancer.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     cis_3.0: ["5.2", "5.3"]
#     cis_5.0: ["5.3", "5.4"]
#     cis_7.0: ["6.3", "6.4"]
#     fsbp: [EC2.18, EC2.19]
package pantheon.checks.ec2.security_group_closes_all_ports

import data.pantheon.lib.ec2
import rego.v1

# A rule that covers the first, the last and one of the middle of the ports covers them all.
everything := {
	"tcp": {1: "the first port", 32768: "a port in the middle", 65535: "the last port"},
	"udp": {1: "the first port", 32768: "a port in the middle", 65535: "the last port"},
}

unknown contains sentence if {
	count(deny) == 0
	some rule in ec2.ingress(input)
	list := rule.SourcePrefixListId
	total(rule)
	what := [list, ec2.traffic(rule)]
	sentence := sprintf("The networks of the prefix list %s, which may reach %s, are not read.", what)
}

deny contains sentence if {
	some rule in ec2.ingress(input)
	total(rule)
	some source in ec2.open_sources(rule)
	sentence := sprintf("%s may reach %s.", [source, ec2.traffic(rule)])
}

total(rule) if {
	some protocol, ports in everything
	every port, _ in ports {
		ec2.covers(rule, protocol, port)
	}
}
