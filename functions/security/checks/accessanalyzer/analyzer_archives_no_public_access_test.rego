package pantheon.checks.accessanalyzer.analyzer_archives_no_public_access_test

import data.pantheon.checks.accessanalyzer.analyzer_archives_no_public_access as check
import rego.v1

analyzer(filter) := {"properties": {"ArchiveRules": [{"Filter": filter, "RuleName": "tidy"}], "Type": "ACCOUNT"}}

test_pass if {
	every filter in [
		[{"Property": "isPublic", "Eq": ["false"]}],
		[{"Property": "isPublic", "Neq": ["true"]}],
		[{"Property": "isPublic", "Eq": ["true"]}, {"Property": "resource", "Eq": ["arn:aws:s3:::site"]}],
		[{"Property": "resourceType", "Eq": ["AWS::S3::Bucket"]}, {"Property": "principal.AWS", "Eq": ["222222222222"]}],
	] {
		count(check.deny) == 0 with input as analyzer(filter)
	}
	count(check.deny) == 0 with input as {"properties": {"Type": "ACCOUNT"}}
}

test_fail if {
	sentence := "The rule tidy archives public access to any resource."
	check.deny == {sentence} with input as analyzer([{"Property": "resourceType", "Eq": ["AWS::S3::Bucket"]}])
	check.deny == {sentence} with input as analyzer([{"Property": "isPublic", "Eq": ["true"]}])
	every_finding := {"properties": {"ArchiveRules": [{"RuleName": "tidy"}], "Type": "ORGANIZATION"}}
	check.deny == {sentence} with input as every_finding
}

test_skip_other_kinds if check.skip with input as {"properties": {"Type": "ACCOUNT_UNUSED_ACCESS"}}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["ArchiveRules"]}}
