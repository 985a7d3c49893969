# METADATA
# title: Classic load balancers take only encrypted traffic
# description: >-
#   Looks whether every listener speaks HTTPS or TLS with clients.
# custom:
#   severity: medium
#   risk: >-
#     Whoever sits between a client and the load balancer reads and changes passwords, sessions and answers.
#   remediation:
#     text: >-
#       Add a listener for HTTPS or TLS with a certificate, move the clients to it, and delete the one without
#       encryption; an Application Load Balancer can send them there by itself.
#     cli: |
#       aws elb create-load-balancer-listeners --load-balancer-name <name> \
#         --listeners Protocol=HTTPS,LoadBalancerPort=443,InstancePort=80,SSLCertificateId=<certificate>
#       aws elb delete-load-balancer-listeners --load-balancer-name <name> --load-balancer-ports 80
#     cloudformation: |
#       Listeners:
#         - Protocol: HTTPS
#           LoadBalancerPort: "443"
#           InstanceProtocol: HTTPS
#           InstancePort: "443"
#           SSLCertificateId: !Ref Certificate
#     terraform: |
#       resource "aws_elb" "this" {
#         listener {
#           lb_protocol        = "https"
#           lb_port            = 443
#           instance_protocol  = "https"
#           instance_port      = 443
#           ssl_certificate_id = aws_acm_certificate.this.arn
#         }
#       }
#   resource_types: [AWS::ElasticLoadBalancing::LoadBalancer]
#   frameworks:
#     fsbp: [ELB.3]
package pantheon.checks.elb.load_balancer_encrypts_traffic

import data.pantheon.lib
import data.pantheon.lib.elb as elb_lib
import rego.v1

deny contains sentence if {
	some listener in elb_lib.listeners
	not elb_lib.encrypted(lib.get(listener, "Protocol", ""))
	what := [listener.LoadBalancerPort, listener.Protocol]
	sentence := sprintf("Its listener on port %v speaks %v without encryption.", what)
}
