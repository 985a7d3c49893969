# METADATA
# title: Load balancers are internal
# description: >-
#   Looks whether the load balancer can be called from the internet, which is right for what the public uses and
#   wrong for everything else.
# custom:
#   severity: informational
#   risk: >-
#     What is meant for the company alone is open to everybody.
#   remediation:
#     text: >-
#       Replace the load balancer by an internal one if nobody outside has to call it; the scheme cannot be changed.
#     cli: >-
#       aws elbv2 create-load-balancer --name <name> --scheme internal --subnets <subnets>
#     cloudformation: |
#       Scheme: internal
#     terraform: |
#       resource "aws_lb" "this" {
#         internal = true
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
package pantheon.checks.elbv2.load_balancer_is_internal

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	input.properties.Scheme == "internet-facing"
	name := lib.get(input.properties, "DNSName", "its name")
	sentence := sprintf("It can be called from the internet as %s.", [name])
}
