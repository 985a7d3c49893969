package pantheon.checks.iam.role_binds_services_test

import data.pantheon.checks.iam.role_binds_services as check
import rego.v1

role(statement) := {
	"account_id": "111111111111",
	"properties": {
		"AssumeRolePolicyDocument": {"Statement": [object.union(
			{"Effect": "Allow", "Action": "sts:AssumeRole"},
			statement,
		)]},
		"Path": "/",
		"RoleName": "app",
	},
}

test_pass if {
	every statement in [
		{"Principal": {"Service": "ec2.amazonaws.com"}},
		{
			"Principal": {"Service": "states.amazonaws.com"},
			"Condition": {"StringEquals": {"aws:SourceAccount": "111111111111"}},
		},
		{
			"Principal": {"Service": ["logs.eu-west-1.amazonaws.com"]},
			"Condition": {"StringLike": {"aws:SourceArn": "arn:aws:logs:eu-west-1:111111111111:*"}},
		},
		{"Principal": {"AWS": "arn:aws:iam::222222222222:root"}},
	] {
		count(check.deny) == 0 with input as role(statement)
	}
}

test_fail if {
	sentence := "states.amazonaws.com may use the role on behalf of any account."
	check.deny == {sentence} with input as role({"Principal": {"Service": "states.amazonaws.com"}})
}

test_fail_in_other_forms if {
	every statement in [
		{"Principal": {"Service": ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"]}},
		{"Principal": {"Service": "logs.eu-west-1.amazonaws.com"}},
		{
			"Principal": {"Service": "events.amazonaws.com"},
			"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:events:*:*:rule/*"}},
		},
	] {
		count(check.deny) == 1 with input as role(statement)
	}
}

test_skip_roles_of_aws if {
	check.skip with input as {"properties": {"Path": "/aws-service-role/support.amazonaws.com/"}}
	check.skip with input as {"properties": {"Path": "/aws-reserved/sso.amazonaws.com/"}}
}

test_no_data_is_no_trust if count(check.deny) == 0 with input as {"account_id": "111111111111", "properties": {}}
