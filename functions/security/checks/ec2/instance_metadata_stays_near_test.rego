package pantheon.checks.ec2.instance_metadata_stays_near_test

import data.pantheon.checks.ec2.instance_metadata_stays_near as check
import rego.v1

instance(options) := {"state": "active", "properties": {"MetadataOptions": options}}

test_pass if {
	count(check.deny) == 0 with input as instance({"HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 2})
}

test_pass_service_is_off if {
	count(check.deny) == 0 with input as instance({"HttpEndpoint": "disabled", "HttpPutResponseHopLimit": 64})
}

test_fail if {
	wide := {"HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 64}
	check.deny == {"Answers of its metadata service may pass 64 hops."} with input as instance(wide)
}

test_no_data if {
	count(check.deny) == 0 with input as {"state": "active", "properties": {}}
}
