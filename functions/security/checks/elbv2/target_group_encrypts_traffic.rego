# METADATA
# title: Load balancers encrypt what they hand on
# description: >-
#   Looks whether traffic goes to the targets of a group by HTTPS or TLS. Groups of functions, of other load
#   balancers and those of layer 4 that hand on what clients encrypted are left out.
# custom:
#   severity: low
#   risk: >-
#     Whoever can listen inside of the network reads what clients believe to be encrypted.
#   remediation:
#     text: >-
#       Give the targets a certificate, which may be one of their own making, and make a target group with HTTPS.
#     cli: >-
#       aws elbv2 create-target-group --name <name> --protocol HTTPS --port 443 --vpc-id <vpc>
#     cloudformation: |
#       Protocol: HTTPS
#       Port: 443
#     terraform: |
#       resource "aws_lb_target_group" "this" {
#         protocol = "HTTPS"
#         port     = 443
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::TargetGroup]
package pantheon.checks.elbv2.target_group_encrypts_traffic

import data.pantheon.lib
import rego.v1

skip if not lib.get(input.properties, "Protocol", "") in {"HTTP", "HTTPS"}

skip if input.properties.TargetType == "lambda"

deny contains "It hands on requests without encryption." if input.properties.Protocol == "HTTP"
