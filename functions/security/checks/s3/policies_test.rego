package pantheon.checks.s3.policies_test

import data.pantheon.lib.policies
import rego.v1

allowing(principal, condition) := {"Statement": {
	"Effect": "Allow",
	"Principal": principal,
	"Action": "s3:GetObject",
	"Resource": "arn:aws:s3:::logs/*",
	"Condition": condition,
}}

public := allowing("*", {})

with_denial(denial) := {"Statement": [public.Statement, object.union({"Effect": "Deny", "Principal": "*"}, denial)]}

test_everybody_is_written_in_many_ways if {
	every principal in ["*", {"AWS": "*"}, {"AWS": ["arn:aws:iam::111111111111:root", "*"]}] {
		count(policies.open(allowing(principal, {}))) == 1
	}
	but := {"Statement": [{"Effect": "Allow", "NotPrincipal": {"AWS": "111111111111"}, "Action": "s3:*"}]}
	count(policies.open(but)) == 1
}

test_named_principals_are_not_everybody if {
	every principal in [
		{"AWS": "arn:aws:iam::111111111111:root"},
		{"AWS": "222222222222"},
		{"Service": "cloudtrail.amazonaws.com"},
		{"CanonicalUser": "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"},
	] {
		count(policies.open(allowing(principal, {}))) == 0
	}
}

test_a_text_lets_nobody_in if count(policies.open("not a document")) == 0

test_conditions_that_narrow if {
	every condition in [
		{"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
		{"StringEquals": {"AWS:SourceOwner": "111111111111"}},
		{"StringEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}},
		{"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111111111111:*"}},
		{"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::logs"}},
		{"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:logs"}},
		{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/*"}},
		{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-abcdefghij/r-ab12/*"}},
		{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32", "198.51.100.7"]}},
		{"StringLike": {"aws:userid": "AROAEXAMPLEEXAMPLE12:*"}},
		{"StringLike": {"sns:Endpoint": "*@example.com"}},
		{"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:SourceAccount": "111111111111"}},
	] {
		count(policies.open(allowing("*", condition))) == 0
	}
}

test_conditions_that_do_not_narrow if {
	every condition in [
		{"Bool": {"aws:SecureTransport": "true"}},
		{"StringLike": {"aws:Referer": "https://example.com/*"}},
		{"StringLike": {"aws:PrincipalOrgID": "o-*"}},
		{"StringEquals": {"aws:SourceAccount": "${aws:PrincipalAccount}"}},
		{"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"}},
		{"StringNotEquals": {"aws:PrincipalAccount": "222222222222"}},
		{"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-abcdefghij/*"}},
		{"Null": {"aws:PrincipalOrgID": "false"}},
		{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
		{"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}},
		{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}},
		{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
		{"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}},
		{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "::/0"]}},
		{"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/16"}},
		{"StringLike": {"sns:Endpoint": "*"}},
	] {
		count(policies.open(allowing("*", condition))) == 1
	}
}

test_denials_that_hold_back if {
	every denial in [
		{"Action": "s3:*", "Resource": "*"},
		{"Action": "s3:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}},
		{"Action": "*", "NotResource": "arn:aws:s3:::other/*"},
		{"NotAction": "s3:PutObject", "Resource": "arn:aws:s3:::logs*"},
		{
			"Action": "s3:Get*",
			"Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
			"Condition": {
				"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"},
				"BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
			},
		},
		{
			"Action": "s3:GetObject",
			"Resource": "arn:aws:s3:::logs/*",
			"Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
		},
	] {
		count(policies.open(with_denial(denial))) == 0
	}
}

test_denials_that_leave_something if {
	every denial in [
		{"Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
		{"Action": "s3:PutObject", "Resource": "*"},
		{"Action": "s3:*", "Resource": "arn:aws:s3:::logs"},
		{"Action": "s3:*", "Resource": "*", "Condition": {"StringNotLike": {"aws:PrincipalOrgID": "*"}}},
		{
			"Action": "s3:*",
			"Resource": "*",
			"Condition": {"ForAnyValue:StringNotLike": {"aws:PrincipalOrgPaths": "o-abcdefghij/*"}},
		},
		{"Action": "s3:*", "Resource": "*", "Condition": {"Null": {"aws:PrincipalOrgID": "true"}}},
		{"Principal": {"AWS": "222222222222"}, "Action": "s3:*", "Resource": "*"},
		{"NotAction": "s3:Get*", "Resource": "*"},
		{"Action": "s3:*", "NotResource": "arn:aws:s3:::logs/*"},
	] {
		count(policies.open(with_denial(denial))) == 1
	}
}

test_one_action_may_be_held_back if {
	policy := {"Statement": [
		{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::logs/*"},
		{"Effect": "Deny", "Principal": "*", "Action": "s3:Put*", "Resource": "*"},
	]}
	count(policies.open_to(policy, "s3:putobject")) == 0
	count(policies.open_to(policy, "s3:getobject")) == 1
}

test_strangers_are_other_accounts if {
	principal := {"AWS": [
		"arn:aws:iam::111111111111:root",
		"arn:aws:iam::222222222222:role/reader",
		"333333333333",
		"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
		"AIDAEXAMPLEEXAMPLE12",
	]}
	found := policies.strangers(allowing(principal, {}).Statement) with input as {"account_id": "111111111111"}
	found == {"222222222222", "333333333333"}
}

test_strangers_are_named_by_conditions_too if {
	condition := {"StringEquals": {"aws:PrincipalAccount": ["111111111111", "222222222222"]}}
	found := policies.strangers(allowing("*", condition).Statement) with input as {"account_id": "111111111111"}
	found == {"222222222222"}
}

test_nobody_within_an_organization_is_a_stranger if {
	statement := allowing({"AWS": "222222222222"}, {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}).Statement
	policies.strangers(statement) == set() with input as {"account_id": "111111111111"}
}

test_orphans_are_left_of_deleted_principals if {
	principal := {"AWS": ["AROAEXAMPLEEXAMPLE12", "arn:aws:iam::111111111111:role/reader"]}
	policies.orphans(allowing(principal, {}).Statement) == {"AROAEXAMPLEEXAMPLE12"}
}

test_services_are_bound_by_their_source if {
	service := {"Service": ["s3.amazonaws.com", "sns.amazonaws.com"]}
	policies.unbound_services(allowing(service, {})) == {"s3.amazonaws.com", "sns.amazonaws.com"}
	policies.unbound_services(allowing(service, {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}})) != set()
	policies.unbound_services(allowing(service, {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::logs"}})) == set()
	policies.unbound_services(allowing(service, {"StringEquals": {"aws:SourceAccount": "111111111111"}})) == set()
}

test_services_are_bound_by_a_denial if {
	allowed := allowing({"Service": "s3.amazonaws.com"}, {}).Statement
	denial := {
		"Effect": "Deny",
		"Principal": "*",
		"Action": "*",
		"Resource": "*",
		"Condition": {
			"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-abcdefghij"},
			"Null": {"aws:SourceAccount": "false"},
			"Bool": {"aws:PrincipalIsAWSService": "true"},
		},
	}
	policies.unbound_services({"Statement": [allowed, denial]}) == set()
}

test_statements_have_names if {
	policies.named({"Sid": "Read"}) == "The statement Read"
	policies.named({}) == "A statement without a Sid"
	policies.deeds({"Action": ["s3:PutObject", "s3:GetObject"]}) == "s3:GetObject, s3:PutObject"
	policies.deeds({"NotAction": "s3:PutObject"}) == "everything but s3:PutObject"
}
