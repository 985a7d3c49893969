# METADATA
# title: Classic load balancers encrypt what they hand on
# description: >-
#   Looks whether traffic that comes in encrypted is also sent to the instances encrypted.
# custom:
#   severity: low
#   risk: >-
#     Whoever can listen inside of the network reads what clients believe to be encrypted.
#   remediation:
#     text: >-
#       Give the instances a certificate, which may be one of their own making, and let the listener hand on HTTPS
#       or TLS.
#     cli: |
#       aws elb create-load-balancer-listeners --load-balancer-name <name> \
#         --listeners file://listener-with-instance-protocol-https.json
#   resource_types: [AWS::ElasticLoadBalancing::LoadBalancer]
package pantheon.checks.elb.load_balancer_encrypts_to_instances

import data.pantheon.lib
import data.pantheon.lib.elb as elb_lib
import rego.v1

deny contains sentence if {
	some listener in elb_lib.listeners
	elb_lib.encrypted(lib.get(listener, "Protocol", ""))
	not elb_lib.encrypted(lib.get(listener, "InstanceProtocol", ""))
	what := [listener.LoadBalancerPort, lib.get(listener, "InstanceProtocol", "plain text")]
	sentence := sprintf("What comes in encrypted on port %v is handed on as %s.", what)
}
