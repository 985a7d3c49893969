package pantheon.checks.autoscaling.group_uses_load_balancer_health_test

import data.pantheon.checks.autoscaling.group_uses_load_balancer_health as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"HealthCheckType": "ELB", "TargetGroupARNs": ["arn"]}}
	count(check.deny) == 0 with input as {"properties": {"HealthCheckType": "EBS,ELB", "TargetGroupARNs": ["arn"]}}
}

test_pass_no_load_balancer if {
	count(check.deny) == 0 with input as {"properties": {"HealthCheckType": "EC2"}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"HealthCheckType": "EC2", "TargetGroupARNs": ["arn"]}}
	count(check.deny) == 1 with input as {"properties": {"HealthCheckType": "EC2", "LoadBalancerNames": ["old"]}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
