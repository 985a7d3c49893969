package pantheon.checks.ecs.service_has_no_public_addresses_test

import data.pantheon.checks.ecs.service_has_no_public_addresses as check
import rego.v1

service(choice) := {"properties": {"NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": choice}}}}

test_pass if {
	count(check.deny) == 0 with input as service("DISABLED")
}

test_fail if {
	count(check.deny) == 1 with input as service("ENABLED")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
