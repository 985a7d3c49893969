# METADATA
# title: Listeners refuse client certificates that have expired
# description: >-
#   Looks whether a listener that verifies the certificates of its clients also looks at how long they are valid.
# custom:
#   severity: medium
#   risk: >-
#     A device or partner whose certificate ended long ago, or whoever found its key since, still gets in.
#   remediation:
#     text: >-
#       Let the listener check the validity of client certificates.
#     cli: >-
#       aws elbv2 modify-listener --listener-arn <arn> --mutual-authentication
#       Mode=verify,TrustStoreArn=<store>,IgnoreClientCertificateExpiry=false
#     cloudformation: |
#       MutualAuthentication:
#         Mode: verify
#         TrustStoreArn: !Ref TrustStore
#         IgnoreClientCertificateExpiry: false
#     terraform: |
#       resource "aws_lb_listener" "https" {
#         mutual_authentication {
#           mode                             = "verify"
#           trust_store_arn                  = aws_lb_trust_store.this.arn
#           ignore_client_certificate_expiry = false
#         }
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::Listener]
package pantheon.checks.elbv2.listener_refuses_expired_client_certificates

import data.pantheon.lib
import rego.v1

skip if not lib.get(input.properties, ["MutualAuthentication", "Mode"], "off") == "verify"

deny contains "It accepts client certificates that have expired." if {
	input.properties.MutualAuthentication.IgnoreClientCertificateExpiry == true
}
