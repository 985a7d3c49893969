# METADATA
# title: Security groups do not let the internet reach Elasticsearch or Kibana
# description: >-
#   Looks for rules that let in Elasticsearch, OpenSearch or Kibana from the internet, which is any network so large
#   that nobody owns it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     An index without a login can be read, copied and deleted by one HTTP request; many of the largest leaks
#     happened so.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=9200,ToPort=9200,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 9200
#           ToPort: 9200
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 9200
#         to_port                      = 9200
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     fsbp: [EC2.19]
package pantheon.checks.ec2.security_group_closes_elasticsearch

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		5601: "Kibana",
		9200: "Elasticsearch",
		9300: "Elasticsearch transport",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
