package pantheon.checks.organizations.organization_holds_root_users_back_test

import data.pantheon.checks.organizations.organization_holds_root_users_back as check
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

fence(targets, action, arn) := policy("SERVICE_CONTROL_POLICY", targets, {"Statement": [{
	"Effect": "Deny",
	"Action": action,
	"Resource": "*",
	"Condition": {"ArnLike": {"aws:PrincipalArn": [arn]}},
}]})

test_pass if {
	count(check.deny) == 0 with input as account with data.estate as fence(["r-ab12"], "*", "arn:aws:iam::*:root")
	count(check.deny) == 0 with input as account with data.estate as fence(["r-ab12"], "*", "arn:*:iam::*:root")
}

test_fail if {
	every seen in [
		{},
		fence(["ou-ab12-cccccccc"], "*", "arn:aws:iam::*:root"),
		fence(["r-ab12"], "ec2:*", "arn:aws:iam::*:root"),
		fence(["r-ab12"], "*", "arn:aws:iam::*:role/x"),
	] {
		check.deny == {"No policy at the root holds root users back."} with input as account with data.estate as seen
	}
}

test_no_data if {
	hidden := {"AWS::Organizations::Policy": {"p": {
		"native_id": "p-1234",
		"properties": {"Type": "SERVICE_CONTROL_POLICY", "Unread": ["Content"]},
	}}}
	count(check.unknown) == 1 with input as organization(["SERVICE_CONTROL_POLICY"]) with data.estate as hidden
}
