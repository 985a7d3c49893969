package pantheon.checks.autoscaling.launch_configuration_requires_imdsv2_test

import data.pantheon.checks.autoscaling.launch_configuration_requires_imdsv2 as check
import rego.v1

launch(options) := {"properties": {"MetadataOptions": options}}

test_pass if {
	count(check.deny) == 0 with input as launch({"HttpTokens": "required"})
	count(check.deny) == 0 with input as launch({"HttpEndpoint": "disabled"})
}

test_fail if {
	count(check.deny) == 1 with input as launch({"HttpTokens": "optional"})
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
