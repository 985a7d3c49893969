package pantheon.checks.elb.load_balancer_encrypts_to_instances_test

import data.pantheon.checks.elb.load_balancer_encrypts_to_instances as check
import rego.v1

balancer(inside) := {"properties": {"Listeners": [{
	"InstanceProtocol": inside,
	"LoadBalancerPort": 443,
	"Protocol": "HTTPS",
}]}}

test_pass if {
	count(check.deny) == 0 with input as balancer("HTTPS")
}

test_fail if {
	sentence := "What comes in encrypted on port 443 is handed on as HTTP."
	check.deny == {sentence} with input as balancer("HTTP")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
