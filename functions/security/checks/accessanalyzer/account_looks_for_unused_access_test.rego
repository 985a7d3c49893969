package pantheon.checks.accessanalyzer.account_looks_for_unused_access_test

import data.pantheon.checks.accessanalyzer.account_looks_for_unused_access as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

estate(type) := {"AWS::AccessAnalyzer::Analyzer": {"one": {
	"region": "eu-west-1",
	"state": "active",
	"properties": {"Type": type},
}}}

linked := {"AWS::IAM::Role": {"111111111111:global:AWS.IAM.Role:AWSServiceRoleForAccessAnalyzer": {"properties": {}}}}

test_pass if {
	every type in ["ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS"] {
		count(check.deny) == 0 with input as account with data.estate as estate(type)
	}
}

test_fail if {
	sentence := "No analyzer for unused access is active."
	check.deny == {sentence} with input as account with data.estate as {}
	check.deny == {sentence} with input as account with data.estate as object.union(estate("ACCOUNT"), linked)
}

test_no_data if count(check.unknown) == 1 with input as account with data.estate as linked
