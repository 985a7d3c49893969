package pantheon.checks.organizations.organization_has_tag_policies_test

import data.pantheon.checks.organizations.organization_has_tag_policies as check
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

account := organization(["TAG_POLICY"])

test_pass if {
	count(check.deny) == 0 with input as account with data.estate as policy("TAG_POLICY", ["ou-ab12-cccccccc"], {})
}

test_fail if {
	sentence := "No tag policy is attached to anything."
	check.deny == {sentence} with input as account with data.estate as policy("TAG_POLICY", [], {})
	check.deny == {"Tag policies are off."} with input as organization([]) with data.estate as {}
}

test_no_data if {
	hidden := {"AWS::Organizations::Policy": {"p": {
		"native_id": "p-1234",
		"properties": {"Type": "TAG_POLICY", "Unread": ["Content"]},
	}}}
	count(check.unknown) == 1 with input as organization(["TAG_POLICY"]) with data.estate as hidden
}
