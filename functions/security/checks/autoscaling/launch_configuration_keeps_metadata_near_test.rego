package pantheon.checks.autoscaling.launch_configuration_keeps_metadata_near_test

import data.pantheon.checks.autoscaling.launch_configuration_keeps_metadata_near as check
import rego.v1

launch(options) := {"properties": {"MetadataOptions": options}}

test_pass if {
	count(check.deny) == 0 with input as launch({"HttpPutResponseHopLimit": 1})
	count(check.deny) == 0 with input as launch({"HttpEndpoint": "disabled", "HttpPutResponseHopLimit": 3})
}

test_fail if {
	wide := launch({"HttpPutResponseHopLimit": 3})
	check.deny == {"Answers of the metadata service may pass 3 hops."} with input as wide
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
