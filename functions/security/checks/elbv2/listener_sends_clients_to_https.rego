# METADATA
# title: HTTP listeners send clients to HTTPS
# description: >-
#   Looks whether an HTTP listener of an Application Load Balancer, by its default action and by all its rules, does
#   nothing but send clients on to an encrypted address or give a fixed answer.
# custom:
#   severity: medium
#   risk: >-
#     Whoever sits between a client and the load balancer reads and changes passwords, sessions and answers.
#   remediation:
#     text: >-
#       Let the default action redirect to HTTPS, and delete the rules of the HTTP listener.
#     cli: >-
#       aws elbv2 modify-listener --listener-arn <arn> --default-actions
#       'Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}'
#     cloudformation: |
#       DefaultActions:
#         - Type: redirect
#           RedirectConfig:
#             Protocol: HTTPS
#             Port: "443"
#             StatusCode: HTTP_301
#     terraform: |
#       resource "aws_lb_listener" "http" {
#         port     = 80
#         protocol = "HTTP"
#         default_action {
#           type = "redirect"
#           redirect {
#             protocol    = "HTTPS"
#             port        = "443"
#             status_code = "HTTP_301"
#           }
#         }
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::Listener]
#   reads: [AWS::ElasticLoadBalancingV2::ListenerRule]
#   frameworks:
#     fsbp: [ELB.1]
package pantheon.checks.elbv2.listener_sends_clients_to_https

import data.pantheon.lib
import data.pantheon.lib.elbv2 as elbv2_lib
import rego.v1

skip if not input.properties.Protocol == "HTTP"

deny contains "Its default action serves clients without encryption." if {
	elbv2_lib.in_the_clear(lib.get(input.properties, "DefaultActions", []))
}

deny contains sentence if {
	some rule in lib.present("AWS::ElasticLoadBalancingV2::ListenerRule")
	rule.properties.ListenerArn == input.arn
	elbv2_lib.in_the_clear(lib.get(rule.properties, "Actions", []))
	sentence := sprintf("Its rule with priority %v serves clients without encryption.", [rule.properties.Priority])
}
