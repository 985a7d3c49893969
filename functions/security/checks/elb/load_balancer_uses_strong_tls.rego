# METADATA
# title: Classic load balancers refuse old versions of TLS
# description: >-
#   Looks whether the policy of every encrypted listener is the predefined one that speaks TLS 1.2 and no older
#   version.
# custom:
#   severity: medium
#   risk: >-
#     Clients and whoever sits between can agree on versions and ciphers whose encryption is broken.
#   remediation:
#     text: >-
#       Use the policy ELBSecurityPolicy-TLS-1-2-2017-01, or replace the load balancer by one that speaks TLS 1.3.
#     cli: |
#       aws elb create-load-balancer-policy --load-balancer-name <name> --policy-name tls-1-2 \
#         --policy-type-name SSLNegotiationPolicyType \
#         --policy-attributes AttributeName=Reference-Security-Policy,AttributeValue=ELBSecurityPolicy-TLS-1-2-2017-01
#       aws elb set-load-balancer-policies-of-listener --load-balancer-name <name> --load-balancer-port 443 \
#         --policy-names tls-1-2
#     cloudformation: |
#       Policies:
#         - PolicyName: tls-1-2
#           PolicyType: SSLNegotiationPolicyType
#           Attributes:
#             - Name: Reference-Security-Policy
#               Value: ELBSecurityPolicy-TLS-1-2-2017-01
#     terraform: |
#       resource "aws_load_balancer_policy" "tls" {
#         load_balancer_name = aws_elb.this.name
#         policy_name        = "tls-1-2"
#         policy_type_name   = "SSLNegotiationPolicyType"
#         policy_attribute {
#           name  = "Reference-Security-Policy"
#           value = "ELBSecurityPolicy-TLS-1-2-2017-01"
#         }
#       }
#   resource_types: [AWS::ElasticLoadBalancing::LoadBalancer]
package pantheon.checks.elb.load_balancer_uses_strong_tls

import data.pantheon.lib
import data.pantheon.lib.elb as elb_lib
import rego.v1

good := "ELBSecurityPolicy-TLS-1-2-2017-01"

unknown := lib.unread(["Policies"])

deny contains sentence if {
	some listener in elb_lib.listeners
	elb_lib.encrypted(lib.get(listener, "Protocol", ""))
	chosen := policies(listener)
	not good in chosen
	sentence := sprintf("Port %v uses %s.", [listener.LoadBalancerPort, named(chosen)])
}

# The policies of a listener that are about encryption: those of others are about cookies.
policies(listener) := {reference |
	some policy in lib.get(input.properties, "Policies", [])
	policy.PolicyType == "SSLNegotiationPolicyType"
	policy.PolicyName in lib.get(listener, "PolicyNames", [])
	reference := lib.get(policy, "ReferenceSecurityPolicy", "a policy of its own")
}

named(chosen) := concat(", ", chosen) if count(chosen) > 0

named(chosen) := "no policy for encryption" if count(chosen) == 0
