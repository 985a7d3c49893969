package pantheon.checks.config.recorder_records_all_types_test

import data.pantheon.checks.config.recorder_records_all_types as check
import rego.v1

recorder(group) := {"properties": {"Recording": true, "RecordingGroup": group}}

test_pass if {
	count(check.deny) == 0 with input as recorder({"AllSupported": true})
	excluding := {"AllSupported": false, "RecordingStrategy": {"UseOnly": "EXCLUSION_BY_RESOURCE_TYPES"}}
	count(check.deny) == 0 with input as recorder(excluding)
}

test_fail if {
	some_types := {
		"AllSupported": false,
		"RecordingStrategy": {"UseOnly": "INCLUSION_BY_RESOURCE_TYPES"},
		"ResourceTypes": ["AWS::EC2::Instance", "AWS::S3::Bucket"],
	}
	check.deny == {"Only types that were named are recorded (2)."} with input as recorder(some_types)
}

test_skip_one_that_is_off if check.skip with input as {"properties": {"Recording": false}}

test_no_data_of_types if count(check.deny) == 1 with input as {"properties": {"Recording": true}}
