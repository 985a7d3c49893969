package pantheon.checks.securityhub.account_has_a_hub_in_every_region_test

import data.pantheon.checks.securityhub.account_has_a_hub_in_every_region as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

buses(regions) := {"AWS::Events::EventBus": {region: {"region": region, "properties": {"Name": "default"}} |
	some region in regions
}}

estate(regions, hubs) := object.union(
	buses(regions),
	{"AWS::SecurityHub::Hub": {region: {"region": region, "properties": {}} | some region in hubs}},
)

test_pass if {
	seen := estate(["eu-west-1", "us-east-1"], ["eu-west-1", "us-east-1"])
	count(check.deny) == 0 with input as account with data.estate as seen
}

test_fail if {
	seen := estate(["eu-west-1", "us-east-1"], ["us-east-1"])
	check.deny == {"Security Hub is off in eu-west-1."} with input as account with data.estate as seen
}

test_no_data if count(check.unknown) == 1 with input as account with data.estate as {}
