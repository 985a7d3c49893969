package pantheon.checks.config.identities_are_recorded_test

import data.pantheon.checks.config.identities_are_recorded as check
import rego.v1

estate(recording, group) := {"AWS::Config::ConfigurationRecorder": {"one": {
	"region": "eu-west-1",
	"properties": {"Recording": recording, "RecordingGroup": group},
}}}

global_types := {"AllSupported": true, "IncludeGlobalResourceTypes": true}

excluding(types) := {
	"AllSupported": false,
	"ExclusionByResourceTypes": {"ResourceTypes": types},
	"RecordingStrategy": {"UseOnly": "EXCLUSION_BY_RESOURCE_TYPES"},
}

test_pass if {
	every group in [
		global_types,
		excluding(["AWS::EC2::Volume"]),
		{"ResourceTypes": ["AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"]},
	] {
		count(check.deny) == 0 with data.estate as estate(true, group)
	}
}

test_fail if {
	every group in [
		{"AllSupported": true, "IncludeGlobalResourceTypes": false},
		excluding(["AWS::IAM::User"]),
		{"ResourceTypes": ["AWS::IAM::User"]},
		{},
	] {
		check.deny == {"No recorder that is on records IAM."} with data.estate as estate(true, group)
	}
	count(check.deny) == 1 with data.estate as estate(false, global_types)
}

test_skip_without_a_recorder if check.skip with data.estate as {}

test_no_data if {
	hidden := {"AWS::Config::ConfigurationRecorder": {"one": {
		"region": "eu-west-1",
		"properties": {"RecordingGroup": global_types, "Unread": ["Recording"]},
	}}}
	count(check.unknown) == 1 with data.estate as hidden
}
