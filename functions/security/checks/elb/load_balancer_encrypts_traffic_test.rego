package pantheon.checks.elb.load_balancer_encrypts_traffic_test

import data.pantheon.checks.elb.load_balancer_encrypts_traffic as check
import rego.v1

balancer(protocol) := {"properties": {"Listeners": [{"LoadBalancerPort": 8443, "Protocol": protocol}]}}

test_pass if {
	count(check.deny) == 0 with input as balancer("HTTPS")
	count(check.deny) == 0 with input as balancer("ssl")
}

test_fail if {
	check.deny == {"Its listener on port 8443 speaks HTTP without encryption."} with input as balancer("HTTP")
	count(check.deny) == 1 with input as balancer("TCP")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
