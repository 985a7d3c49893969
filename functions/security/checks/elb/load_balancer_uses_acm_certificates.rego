# METADATA
# title: Classic load balancers use certificates of ACM
# description: >-
#   Looks whether the certificate of every encrypted listener is one of AWS Certificate Manager, which renews its
#   own.
# custom:
#   severity: low
#   risk: >-
#     A certificate that somebody uploaded by hand expires unnoticed, and its private key was once in a file.
#   remediation:
#     text: >-
#       Request a certificate from ACM and give it to the listener.
#     cli: >-
#       aws elb set-load-balancer-listener-ssl-certificate --load-balancer-name <name> --load-balancer-port 443
#       --ssl-certificate-id <certificate>
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
#     fsbp: [ELB.2]
package pantheon.checks.elb.load_balancer_uses_acm_certificates

import data.pantheon.lib
import data.pantheon.lib.elb as elb_lib
import rego.v1

deny contains sentence if {
	some listener in elb_lib.listeners
	elb_lib.encrypted(lib.get(listener, "Protocol", ""))
	certificate := lib.get(listener, "SSLCertificateId", "none")
	not regex.match("^arn:aws[a-z-]*:acm:", certificate)
	sentence := sprintf("The certificate of port %v is not of ACM: %s.", [listener.LoadBalancerPort, certificate])
}
