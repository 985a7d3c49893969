package pantheon.checks.guardduty.account_is_guarded_in_every_region_test

import data.pantheon.checks.guardduty.account_is_guarded_in_every_region as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

buses(regions) := {"AWS::Events::EventBus": {region: {"region": region, "properties": {"Name": "default"}} |
	some region in regions
}}

detectors(all) := {"AWS::GuardDuty::Detector": {region: {"region": region, "properties": properties} |
	some region, properties in all
}}

estate(regions, all) := object.union(buses(regions), detectors(all))

test_pass if {
	seen := estate(["eu-west-1", "us-east-1"], {"eu-west-1": {"Enable": true}, "us-east-1": {"Enable": true}})
	count(check.deny) == 0 with input as account with data.estate as seen
	count(check.unknown) == 0 with input as account with data.estate as seen
}

test_fail if {
	all := {"eu-west-1": {"Enable": true}, "us-east-1": {"Enable": false}}
	seen := estate(["eu-west-1", "us-east-1", "us-west-2"], all)
	check.deny == {"GuardDuty is off in us-east-1, us-west-2."} with input as account with data.estate as seen
}

test_no_data if {
	count(check.unknown) == 1 with input as account with data.estate as {}
	seen := estate(["eu-west-1"], {"eu-west-1": {"Unread": ["Features"]}})
	count(check.unknown) == 1 with input as account with data.estate as seen
}
