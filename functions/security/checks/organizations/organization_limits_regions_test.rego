package pantheon.checks.organizations.organization_limits_regions_test

import data.pantheon.checks.organizations.organization_limits_regions as check
import rego.v1

organization(types) := {
	"account_id": "111111111111",
	"properties": {
		"FeatureSet": "ALL",
		"PolicyTypes": [{"Status": "ENABLED", "Type": type} | some type in types],
		"RootId": "r-ab12",
	},
}

policy(type, targets, content) := {"AWS::Organizations::Policy": {"p": {
	"native_id": "p-1234",
	"properties": {"Content": content, "Name": "fence", "TargetIds": targets, "Type": type},
}}}

account := organization(["SERVICE_CONTROL_POLICY"])

fence(targets, operator) := policy("SERVICE_CONTROL_POLICY", targets, {"Statement": {
	"Effect": "Deny",
	"NotAction": ["iam:*", "sts:*"],
	"Resource": "*",
	"Condition": {operator: {"aws:RequestedRegion": ["eu-west-1"]}},
}})

test_pass if {
	count(check.deny) == 0 with input as account with data.estate as fence(["r-ab12"], "StringNotEquals")
}

test_fail if {
	every seen in [{}, fence(["ou-ab12-cccccccc"], "StringNotEquals"), fence(["r-ab12"], "StringEquals")] {
		check.deny == {"No policy at the root limits the regions."} with input as account with data.estate as seen
	}
}

test_no_data if {
	hidden := {"AWS::Organizations::Policy": {"p": {
		"native_id": "p-1234",
		"properties": {"Type": "SERVICE_CONTROL_POLICY", "Unread": ["Content"]},
	}}}
	count(check.unknown) == 1 with input as organization(["SERVICE_CONTROL_POLICY"]) with data.estate as hidden
}
