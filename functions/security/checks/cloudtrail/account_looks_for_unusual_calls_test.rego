package pantheon.checks.cloudtrail.account_looks_for_unusual_calls_test

import data.pantheon.checks.cloudtrail.account_looks_for_unusual_calls as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

estate(properties) := {"AWS::CloudTrail::Trail": {"all": {
	"native_id": "all",
	"region": "eu-west-1",
	"properties": properties,
}}}

linked := {"AWS::IAM::Role": {"111111111111:global:AWS.IAM.Role:AWSServiceRoleForCloudTrail": {"properties": {}}}}

insights := {"InsightSelectors": [{"InsightType": "ApiCallRateInsight"}]}

test_pass if {
	seen := estate(object.union({"IsLogging": true}, insights))
	count(check.deny) == 0 with input as account with data.estate as seen
}

test_fail if {
	sentence := "No trail that is on has Insights."
	check.deny == {sentence} with input as account with data.estate as estate({"IsLogging": true})
	stopped := estate(object.union({"IsLogging": false}, insights))
	check.deny == {sentence} with input as account with data.estate as stopped
}

test_no_data if {
	count(check.unknown) == 1 with input as account with data.estate as linked
	hidden := estate({"IsLogging": true, "Unread": ["InsightSelectors"]})
	count(check.unknown) == 1 with input as account with data.estate as hidden
}
