# METADATA
# title: Application Load Balancers have a web ACL
# description: >-
#   Looks whether a web ACL of AWS WAF protects the load balancer.
# custom:
#   severity: medium
#   risk: >-
#     Bots, known exploits and floods of requests reach the application with nothing to filter them.
#   remediation:
#     text: >-
#       Associate a web ACL with managed rules and a limit of rates.
#     cli: >-
#       aws wafv2 associate-web-acl --web-acl-arn <acl> --resource-arn <arn>
#     cloudformation: |
#       Type: AWS::WAFv2::WebACLAssociation
#       Properties:
#         ResourceArn: !Ref LoadBalancer
#         WebACLArn: !GetAtt WebACL.Arn
#     terraform: |
#       resource "aws_wafv2_web_acl_association" "this" {
#         resource_arn = aws_lb.this.arn
#         web_acl_arn  = aws_wafv2_web_acl.this.arn
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
#   reads: [AWS::WAFv2::WebACL]
#   frameworks:
#     fsbp: [ELB.16]
package pantheon.checks.elbv2.load_balancer_has_a_web_acl

import data.pantheon.lib
import data.pantheon.lib.elbv2 as elbv2_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if not elbv2_lib.kind == "application"

unknown contains sentence if {
	not protected
	some acl in lib.present("AWS::WAFv2::WebACL")
	acl.region == input.region
	"LoadBalancerArns" in lib.get(acl.properties, "Unread", [])
	sentence := sprintf("What the web ACL %s protects could not be read.", [lib.get(acl.properties, "Name", "")])
}

deny contains "No web ACL protects it." if not protected

protected if {
	some acl in lib.present("AWS::WAFv2::WebACL")
	input.arn in lib.get(acl.properties, "LoadBalancerArns", [])
}
