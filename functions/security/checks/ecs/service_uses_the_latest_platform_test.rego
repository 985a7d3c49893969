package pantheon.checks.ecs.service_uses_the_latest_platform_test

import data.pantheon.checks.ecs.service_uses_the_latest_platform as check
import rego.v1

service(version) := {
	"dependencies": ["task"],
	"properties": {"LaunchType": "FARGATE", "PlatformVersion": version},
}

windows := {"AWS::ECS::TaskDefinition": {"task": {"properties": {"RuntimePlatform": {
	"OperatingSystemFamily": "WINDOWS_SERVER_2022_CORE",
}}}}}

test_pass if {
	count(check.deny) == 0 with input as service("LATEST")
	count(check.deny) == 0 with input as service("1.4.0")
}

test_pass_windows if {
	count(check.deny) == 0 with input as service("1.0.0") with data.estate as windows
}

test_pass_instances_are_skipped if {
	check.skip with input as {"properties": {"LaunchType": "EC2"}}
}

test_fail if {
	check.deny == {"It runs on platform 1.3.0."} with input as service("1.3.0")
	count(check.deny) == 1 with input as service("1.0.0")
}

test_fail_capacity_provider if {
	spot := {"properties": {
		"CapacityProviderStrategy": [{"CapacityProvider": "FARGATE_SPOT"}],
		"PlatformVersion": "1.3.0",
	}}
	not check.skip with input as spot
	count(check.deny) == 1 with input as spot
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {"LaunchType": "FARGATE"}}
}
