package pantheon.checks.ec2.instance_requires_imdsv2_test

import data.pantheon.checks.ec2.instance_requires_imdsv2 as check
import rego.v1

instance(options) := {"state": "active", "properties": {"MetadataOptions": options}}

test_pass if {
	count(check.deny) == 0 with input as instance({"HttpEndpoint": "enabled", "HttpTokens": "required"})
}

test_pass_service_is_off if {
	count(check.deny) == 0 with input as instance({"HttpEndpoint": "disabled", "HttpTokens": "optional"})
}

test_pass_terminated_is_skipped if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	count(check.deny) == 1 with input as instance({"HttpEndpoint": "enabled", "HttpTokens": "optional"})
}

test_no_data if {
	count(check.deny) == 1 with input as {"state": "active", "properties": {}}
}
