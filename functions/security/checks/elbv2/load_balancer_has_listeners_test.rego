package pantheon.checks.elbv2.load_balancer_has_listeners_test

import data.pantheon.checks.elbv2.load_balancer_has_listeners as check
import rego.v1

estate(arn) := {"AWS::ElasticLoadBalancingV2::Listener": {"listener": {"properties": {"LoadBalancerArn": arn}}}}

test_pass if {
	count(check.deny) == 0 with input as {"arn": "one", "properties": {}} with data.estate as estate("one")
}

test_fail if {
	balancer := {"arn": "one", "properties": {}}
	check.deny == {"It listens on no port."} with input as balancer with data.estate as estate("other")
}

test_no_data if {
	count(check.deny) == 1 with input as {"arn": "one", "properties": {}}
}
