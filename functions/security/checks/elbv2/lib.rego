# What checks of load balancers share.
package pantheon.lib.elbv2

import data.pantheon.lib
import rego.v1

# The value of an attribute of a load balancer, which is a text; empty where it has none.
attribute(key) := value if {
	some given in lib.get(input.properties, "LoadBalancerAttributes", [])
	given.Key == key
	value := lib.get(given, "Value", "")
} else := ""

# Whether an attribute is on.
on(key) if attribute(key) == "true"

kind := lib.get(input.properties, "Type", "application")

# The listeners of a load balancer.
listeners_of(arn) := {id: listener |
	some id, listener in lib.present("AWS::ElasticLoadBalancingV2::Listener")
	listener.properties.LoadBalancerArn == arn
}

# Whether an action sends the client on to an encrypted address.
to_https(action) if {
	action.Type == "redirect"
	lib.get(action, ["RedirectConfig", "Protocol"], "") == "HTTPS"
}

# Whether actions show a client anything without encryption: a fixed answer is no content.
in_the_clear(actions) if {
	some action in actions
	action.Type == "forward"
}

in_the_clear(actions) if {
	some action in actions
	action.Type == "redirect"
	not to_https(action)
}
