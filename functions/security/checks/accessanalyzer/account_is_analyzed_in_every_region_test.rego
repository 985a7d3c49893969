package pantheon.checks.accessanalyzer.account_is_analyzed_in_every_region_test

import data.pantheon.checks.accessanalyzer.account_is_analyzed_in_every_region as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

buses(regions) := {"AWS::Events::EventBus": {region: {"region": region, "properties": {"Name": "default"}} |
	some region in regions
}}

analyzers(all) := {"AWS::AccessAnalyzer::Analyzer": {region: {
	"region": region,
	"state": "active",
	"properties": {"Type": type},
} |
	some region, type in all
}}

linked := {"AWS::IAM::Role": {"111111111111:global:AWS.IAM.Role:AWSServiceRoleForAccessAnalyzer": {"properties": {}}}}

estate(regions, all) := object.union(buses(regions), analyzers(all))

test_pass if {
	seen := estate(["eu-west-1", "us-east-1"], {"eu-west-1": "ACCOUNT", "us-east-1": "ORGANIZATION"})
	count(check.deny) == 0 with input as account with data.estate as seen
}

test_fail if {
	all := {"us-east-1": "ACCOUNT", "us-west-2": "ACCOUNT_UNUSED_ACCESS"}
	seen := estate(["eu-west-1", "us-east-1", "us-west-2"], all)
	sentence := "No analyzer for external access is active in eu-west-1, us-west-2."
	check.deny == {sentence} with input as account with data.estate as seen
}

test_fail_not_active if {
	stopped := {"region": "eu-west-1", "state": "active", "properties": {
		"StatusReason": "ORGANIZATION_DELETED",
		"Type": "ORGANIZATION",
	}}
	failed := {"region": "us-east-1", "state": "failed", "properties": {"Type": "ACCOUNT"}}
	seen := {"AWS::AccessAnalyzer::Analyzer": {"one": stopped, "other": failed}}
	sentence := "No analyzer for external access is active in eu-west-1, us-east-1."
	check.deny == {sentence} with input as account with data.estate as seen
}

test_no_data_of_regions if {
	count(check.unknown) == 1 with input as account with data.estate as {}
}

test_no_data_of_the_organization if {
	count(check.unknown) == 1 with input as account with data.estate as object.union(buses(["eu-west-1"]), linked)
	seen := object.union(estate(["eu-west-1"], {"us-east-1": "ACCOUNT"}), linked)
	count(check.unknown) == 0 with input as account with data.estate as seen
}
