package pantheon.checks.organizations.organization_protects_its_guards_test

import data.pantheon.checks.organizations.organization_protects_its_guards as check
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

fence(targets, statement) := policy("SERVICE_CONTROL_POLICY", targets, {"Statement": [object.union(
	{"Effect": "Deny", "Action": denied, "Resource": "*"},
	statement,
)]})

denied := ["config:Stop*", "guardduty:Delete*", "securityhub:Disable*"]

account := organization(["SERVICE_CONTROL_POLICY"])

test_pass if {
	count(check.deny) == 0 with input as account with data.estate as fence(["r-ab12"], {})
	spared := {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/security"}}}
	count(check.deny) == 0 with input as account with data.estate as fence(["r-ab12"], spared)
}

test_fail if {
	sentence := sprintf("No policy at the root denies %s.", [concat(", ", [
		"config:StopConfigurationRecorder",
		"guardduty:DeleteDetector",
		"securityhub:DisableSecurityHub",
	])])
	every seen in [
		{},
		fence(["ou-ab12-cccccccc"], {}),
		fence(["r-ab12"], {"Effect": "Allow"}),
		fence(["r-ab12"], {"Action": "s3:DeleteBucket"}),
		fence(["r-ab12"], {"Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}),
	] {
		check.deny == {sentence} with input as account with data.estate as seen
	}
}

test_no_data if {
	hidden := {"AWS::Organizations::Policy": {"p": {
		"native_id": "p-1234",
		"properties": {"Type": "SERVICE_CONTROL_POLICY", "Unread": ["Content"]},
	}}}
	count(check.unknown) == 1 with input as organization(["SERVICE_CONTROL_POLICY"]) with data.estate as hidden
}
