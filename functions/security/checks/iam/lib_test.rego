package pantheon.checks.iam.lib_test

import data.pantheon.lib.iam
import rego.v1

allowing(action, resource) := {"Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]}

under(action, condition) := {"Statement": {
	"Effect": "Allow",
	"Action": action,
	"Resource": "*",
	"Condition": condition,
}}

test_ways_up_by_one_action if {
	iam.ways_up(allowing("iam:AttachUserPolicy", "*")) == {"attach policies to users"}
	iam.ways_up(allowing(["IAM:PutUser*"], "arn:aws:iam::*:user/*")) == {"write policies into users"}
	functions := "arn:aws:lambda:*:*:function:*"
	iam.ways_up(allowing("lambda:UpdateFunctionCode", functions)) == {"change the code of Lambda functions"}
	instances := "arn:aws:ec2:eu-west-1:111111111111:instance/*"
	iam.ways_up(allowing("ssm:SendCommand", instances)) == {"run commands on instances"}
}

test_ways_up_by_passing_a_role if {
	running := {"run instances with other roles"}
	iam.ways_up(allowing(["iam:PassRole", "ec2:RunInstances"], "*")) == running
	apart := {"Statement": [
		{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111111111111:role/*"},
		{"Effect": "Allow", "Action": "ec2:Run*", "Resource": "arn:aws:ec2:*:*:instance/*"},
	]}
	iam.ways_up(apart) == running
	to_ec2 := {"StringEquals": {"iam:PassedToService": ["ec2.amazonaws.com"]}}
	iam.ways_up(under(["iam:PassRole", "ec2:RunInstances"], to_ec2)) == running
}

test_no_way_up_by_passing_a_role_elsewhere if {
	to_ecs := {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
	every action in [["iam:PassRole", "ec2:RunInstances"], ["iam:PassRole", "lambda:*"]] {
		not "run instances with other roles" in iam.ways_up(under(action, to_ecs))
		not "create Lambda functions with other roles and invoke them" in iam.ways_up(under(action, to_ecs))
	}
	count(iam.ways_up(allowing("ec2:RunInstances", "*"))) == 0
	count(iam.ways_up(allowing("iam:PassRole", "*"))) == 0
	some_role := {"Statement": [
		{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111111111111:role/app"},
		{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"},
	]}
	count(iam.ways_up(some_role)) == 0
}

test_no_way_up_over_oneself_alone if {
	own := "arn:aws:iam::*:user/${aws:username}"
	count(iam.ways_up(allowing(["iam:CreateAccessKey", "iam:UpdateLoginProfile"], own))) == 0
	count(iam.ways_up(allowing("iam:AttachRolePolicy", "arn:aws:iam::111111111111:role/app-*"))) == 0
	count(iam.ways_up(allowing("iam:AttachUserPolicy", "arn:aws:iam::111111111111:role/*"))) == 0
}

test_no_way_up_within_a_boundary if {
	boundary := {"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::111111111111:policy/edge"}}
	count(iam.ways_up(under("iam:AttachRolePolicy", boundary))) == 0
}

test_a_way_up_after_a_second_factor if {
	factor := {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
	count(iam.ways_up(under("iam:AttachRolePolicy", factor))) == 1
}

test_denials_count_unless_a_second_factor_lifts_them if {
	allow := {"Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "*"}
	deny := {"Effect": "Deny", "Action": "iam:Attach*", "Resource": "*"}
	count(iam.ways_up({"Statement": [allow, deny]})) == 0
	lifted := object.union(deny, {"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}})
	count(iam.ways_up({"Statement": [allow, lifted]})) == 1
	elsewhere := object.union(deny, {"Resource": "arn:aws:iam::111111111111:role/prod-*"})
	count(iam.ways_up({"Statement": [allow, elsewhere]})) == 1
}

test_administrators if {
	every policy in [
		allowing("*", "*"),
		allowing(["*:*"], ["*"]),
		allowing("iam:*", "*"),
		allowing("iam:*", "arn:aws:iam::111111111111:*"),
		allowing(["iam:Attach*", "iam:Create*", "iam:Put*"], "*"),
		{"Statement": [{"Effect": "Allow", "NotAction": "organizations:*", "Resource": "*"}]},
		under("*", {"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
	] {
		iam.administrative(policy)
	}
}

test_no_administrators if {
	every policy in [
		"not a document",
		{},
		allowing("s3:*", "*"),
		allowing("*", "arn:aws:s3:::logs/*"),
		allowing("iam:*", "arn:aws:iam::111111111111:role/app-*"),
		allowing(["iam:Get*", "iam:List*"], "*"),
		{"Statement": [{"Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*"}]},
		under("*", {"StringEquals": {"aws:ResourceTag/team": "web"}}),
		{"Statement": [
			{"Effect": "Allow", "Action": "*", "Resource": "*"},
			{"Effect": "Deny", "Action": "iam:*", "Resource": "*"},
		]},
	] {
		not iam.administrative(policy)
	}
}

test_lists_what_a_way_takes if {
	ways := {"run instances with other roles", "add itself to groups"}
	both := "add itself to groups (iam:AddUserToGroup); run instances with other roles (ec2:RunInstances, iam:PassRole)"
	iam.list_of(ways) == both
}

test_powers if {
	attached := {"arn": "arn:aws:iam::111111111111:policy/all", "properties": {
		"ManagedPolicyName": "all",
		"PolicyDocument": allowing("*", "*"),
	}}
	estate := {"AWS::IAM::ManagedPolicy": {"1:global:AWS.IAM.ManagedPolicy:all": attached}}
	identity := {
		"dependencies": ["1:global:AWS.IAM.ManagedPolicy:all"],
		"properties": {
			"ManagedPolicyArns": [
				"arn:aws:iam::111111111111:policy/all",
				"arn:aws:iam::aws:policy/AdministratorAccess",
				"arn:aws:iam::aws:policy/ReadOnlyAccess",
			],
			"Policies": [
				{"PolicyName": "root", "PolicyDocument": allowing("iam:*", "*")},
				{"PolicyName": "logs", "PolicyDocument": allowing("logs:*", "*")},
			],
		},
	}
	iam.powers(identity) == {"AdministratorAccess", "all", "root"} with data.estate as estate
	edge := {"properties": {"PermissionsBoundary": "arn:aws:iam::111111111111:policy/edge"}}
	iam.powers(object.union(identity, edge)) == set() with data.estate as estate
}
