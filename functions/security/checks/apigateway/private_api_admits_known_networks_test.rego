package pantheon.checks.apigateway.private_api_admits_known_networks_test

import data.pantheon.checks.apigateway.private_api_admits_known_networks as check
import rego.v1

allowed := {
	"Sid": "All",
	"Effect": "Allow",
	"Principal": "*",
	"Action": "execute-api:Invoke",
	"Resource": "arn:aws:execute-api:eu-west-1:111111111111:4wk1k4onj3/*",
}

api(kind, statements) := {"properties": {
	"EndpointConfiguration": {"Types": [kind]},
	"Policy": {"Statement": statements},
}}

test_pass_condition if {
	condition := {"Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}
	count(check.deny) == 0 with input as api("PRIVATE", [object.union(allowed, condition)])
}

test_pass_denial if {
	others := {"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}
	denial := object.union(allowed, {"Sid": "Others", "Effect": "Deny", "Condition": others})
	count(check.deny) == 0 with input as api("PRIVATE", [allowed, denial])
}

test_pass_is_silent_about_public_apis if {
	check.skip with input as api("REGIONAL", [allowed])
}

test_fail if {
	sentence := "The statement All of the policy lets everybody do execute-api:Invoke."
	check.deny == {sentence} with input as api("PRIVATE", [allowed])
	not check.skip with input as api("PRIVATE", [allowed])
}

test_no_data if {
	check.skip with input as {"properties": {}}
	count(check.deny) == 0 with input as {"properties": {"EndpointConfiguration": {"Types": ["PRIVATE"]}}}
}
