# METADATA
# title: Listeners offer keys that withstand quantum computers
# description: >-
#   Looks whether the security policy of an encrypted listener also agrees on keys by ML-KEM.
# custom:
#   severity: informational
#   risk: >-
#     What is recorded today may be read in some years, when computers can break the keys of today.
#   remediation:
#     text: >-
#       Use a policy with PQ in its name; clients that do not know ML-KEM go on as before.
#     cli: >-
#       aws elbv2 modify-listener --listener-arn <arn> --ssl-policy ELBSecurityPolicy-TLS13-1-2-PQ-2025-09
#     cloudformation: |
#       SslPolicy: ELBSecurityPolicy-TLS13-1-2-PQ-2025-09
#   resource_types: [AWS::ElasticLoadBalancingV2::Listener]
package pantheon.checks.elbv2.listener_offers_post_quantum_keys

import data.pantheon.lib
import rego.v1

skip if not lib.get(input.properties, "Protocol", "") in {"HTTPS", "TLS"}

deny contains sentence if {
	policy := lib.get(input.properties, "SslPolicy", "no policy")
	not "PQ" in split(policy, "-")
	sentence := sprintf("%s agrees on keys by classic means alone.", [policy])
}
