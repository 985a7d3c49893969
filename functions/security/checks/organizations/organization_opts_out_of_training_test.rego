package pantheon.checks.organizations.organization_opts_out_of_training_test

import data.pantheon.checks.organizations.organization_opts_out_of_training as check
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

account := organization(["AISERVICES_OPT_OUT_POLICY"])

saying(word) := {"services": {"default": {"opt_out_policy": {"@@assign": word}}}}

kind := "AISERVICES_OPT_OUT_POLICY"

test_pass if {
	count(check.deny) == 0 with input as account with data.estate as policy(kind, ["r-ab12"], saying("optOut"))
}

test_fail if {
	every seen in [
		{},
		policy(kind, ["r-ab12"], saying("optIn")),
		policy(kind, ["ou-ab12-cccccccc"], saying("optOut")),
		policy(kind, ["r-ab12"], "not a document"),
	] {
		check.deny == {"No policy at the root opts out."} with input as account with data.estate as seen
	}
}

test_no_data if {
	hidden := {"AWS::Organizations::Policy": {"p": {
		"native_id": "p-1234",
		"properties": {"Type": "AISERVICES_OPT_OUT_POLICY", "Unread": ["Content"]},
	}}}
	count(check.unknown) == 1 with input as organization(["AISERVICES_OPT_OUT_POLICY"]) with data.estate as hidden
}
