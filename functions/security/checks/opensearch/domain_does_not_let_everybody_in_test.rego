package pantheon.checks.opensearch.domain_does_not_let_everybody_in_test

import data.pantheon.checks.opensearch.domain_does_not_let_everybody_in as check
import rego.v1

statement := {
	"Effect": "Allow",
	"Principal": {"AWS": "*"},
	"Action": "es:*",
	"Resource": "arn:aws:es:eu-west-1:111111111111:domain/logs/*",
}

domain(changed, more) := {"properties": object.union(
	{"AccessPolicies": {"Statement": [object.union(statement, changed)]}},
	more,
)}

test_pass_named_principals if {
	role := {"AWS": "arn:aws:iam::111111111111:role/search"}
	count(check.deny) == 0 with input as domain({"Principal": role}, {})
}

test_pass_known_addresses if {
	condition := {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}}
	count(check.deny) == 0 with input as domain({"Condition": condition}, {})
}

test_pass_in_a_vpc if {
	count(check.deny) == 0 with input as domain({}, {"VPCOptions": {"VPCId": "vpc-1"}})
}

test_pass_users_are_asked_for if {
	count(check.deny) == 0 with input as domain({}, {"AdvancedSecurityOptions": {"Enabled": true}})
}

test_pass_no_policy if {
	count(check.deny) == 0 with input as {"properties": {"DomainName": "logs"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "A statement without a Sid of the access policy lets everybody do es:*."
	check.deny == {sentence} with input as domain({}, {})
}

test_fail_all_addresses if {
	condition := {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}
	count(check.deny) == 1 with input as domain({"Condition": condition}, {})
}

test_fail_anonymous_users if {
	security := {"AdvancedSecurityOptions": {"AnonymousAuthEnabled": true, "Enabled": true}}
	count(check.deny) == 1 with input as domain({}, security)
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
