package pantheon.checks.elbv2.load_balancer_has_a_web_acl_test

import data.pantheon.checks.elbv2.load_balancer_has_a_web_acl as check
import rego.v1

arn := "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/1"

balancer := {"arn": arn, "region": "eu-west-1", "properties": {"Type": "application"}}

estate(properties) := {"AWS::WAFv2::WebACL": {"acl": {"region": "eu-west-1", "properties": properties}}}

test_pass if {
	count(check.deny) == 0 with input as balancer with data.estate as estate({"LoadBalancerArns": [arn]})
}

test_pass_other_kinds_are_skipped if {
	check.skip with input as {"properties": {"Type": "network"}}
}

test_fail if {
	all := estate({"LoadBalancerArns": ["arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/x/1"]})
	check.deny == {"No web ACL protects it."} with input as balancer with data.estate as all
	count(check.unknown) == 0 with input as balancer with data.estate as all
}

test_no_data if {
	all := estate({"Name": "shop", "Unread": ["LoadBalancerArns"]})
	count(check.unknown) == 1 with input as balancer with data.estate as all
	count(check.deny) == 1 with input as balancer
}
