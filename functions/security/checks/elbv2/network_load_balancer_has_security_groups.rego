# METADATA
# title: Network Load Balancers have security groups
# description: >-
#   Looks whether a Network Load Balancer that the internet can call has security groups, which it can get only when
#   it is made.
# custom:
#   severity: low
#   risk: >-
#     Who may call it is decided by its targets alone, whose groups then have to let in whole networks.
#   remediation:
#     text: >-
#       Replace the load balancer by one that is made with security groups.
#     cli: >-
#       aws elbv2 create-load-balancer --name <name> --type network --subnets <subnets> --security-groups <group>
#     cloudformation: |
#       SecurityGroups:
#         - !Ref SecurityGroup
#     terraform: |
#       resource "aws_lb" "this" {
#         load_balancer_type = "network"
#         security_groups    = [aws_security_group.this.id]
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
package pantheon.checks.elbv2.network_load_balancer_has_security_groups

import data.pantheon.lib
import data.pantheon.lib.elbv2 as elbv2_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if not elbv2_lib.kind == "network"

deny contains "It has no security group and can be called from the internet." if {
	input.properties.Scheme == "internet-facing"
	count(lib.get(input.properties, "SecurityGroups", [])) == 0
}
