# METADATA
# title: Listeners refuse old versions of TLS
# description: >-
#   Looks whether the security policy of an encrypted listener speaks TLS 1.2 and newer versions alone.
# custom:
#   severity: medium
#   risk: >-
#     Clients and whoever sits between can agree on versions and ciphers whose encryption is broken.
#   remediation:
#     text: >-
#       Use a policy of TLS 1.3 that goes back no further than to TLS 1.2, after looking whether old clients still
#       call.
#     cli: >-
#       aws elbv2 modify-listener --listener-arn <arn> --ssl-policy ELBSecurityPolicy-TLS13-1-2-2021-06
#     cloudformation: |
#       SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06
#     terraform: |
#       resource "aws_lb_listener" "https" {
#         port       = 443
#         protocol   = "HTTPS"
#         ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::Listener]
package pantheon.checks.elbv2.listener_uses_strong_tls

import data.pantheon.lib
import rego.v1

skip if not lib.get(input.properties, "Protocol", "") in {"HTTPS", "TLS"}

deny contains sentence if {
	policy := lib.get(input.properties, "SslPolicy", "no policy")
	not regex.match("^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)", policy)
	sentence := sprintf("%s also speaks versions of TLS before 1.2.", [policy])
}
