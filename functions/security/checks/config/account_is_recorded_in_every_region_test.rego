package pantheon.checks.config.account_is_recorded_in_every_region_test

import data.pantheon.checks.config.account_is_recorded_in_every_region as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

buses(regions) := {"AWS::Events::EventBus": {region: {"region": region, "properties": {"Name": "default"}} |
	some region in regions
}}

estate(regions, recorders, channels) := object.union_n([
	buses(regions),
	{"AWS::Config::ConfigurationRecorder": {region: {"region": region, "properties": properties} |
		some region, properties in recorders
	}},
	{"AWS::Config::DeliveryChannel": {region: {"region": region, "properties": {}} | some region in channels}},
])

on := {"Recording": true}

off := {"Recording": false}

test_pass if {
	seen := estate(["eu-west-1", "us-east-1"], {"eu-west-1": on, "us-east-1": on}, ["eu-west-1", "us-east-1"])
	count(check.deny) == 0 with input as account with data.estate as seen
}

test_fail if {
	regions := ["eu-west-1", "us-east-1", "us-west-2"]
	seen := estate(regions, {"eu-west-1": on, "us-east-1": off}, ["eu-west-1"])
	check.deny == {"Nothing is recorded in us-east-1, us-west-2."} with input as account with data.estate as seen
}

test_fail_not_delivered if {
	seen := estate(["eu-west-1"], {"eu-west-1": on}, [])
	sentence := "What is recorded is delivered nowhere in eu-west-1."
	check.deny == {sentence} with input as account with data.estate as seen
}

test_no_data if {
	count(check.unknown) == 1 with input as account with data.estate as {}
	seen := estate(["eu-west-1"], {"eu-west-1": {"Unread": ["Recording"]}}, ["eu-west-1"])
	count(check.unknown) == 1 with input as account with data.estate as seen
}
