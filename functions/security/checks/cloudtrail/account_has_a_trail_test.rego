package pantheon.checks.cloudtrail.account_has_a_trail_test

import data.pantheon.checks.cloudtrail.account_has_a_trail as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

estate(properties) := {"AWS::CloudTrail::Trail": {"all": {
	"native_id": "all",
	"region": "eu-west-1",
	"properties": properties,
}}}

linked := {"AWS::IAM::Role": {"111111111111:global:AWS.IAM.Role:AWSServiceRoleForCloudTrail": {"properties": {}}}}

test_pass if count(check.deny) == 0 with input as account with data.estate as estate({"IsLogging": true})

test_fail if {
	check.deny == {"No trail is on."} with input as account with data.estate as estate({"IsLogging": false})
	count(check.deny) == 1 with input as account with data.estate as {}
}

test_no_data_of_the_organization if {
	count(check.unknown) == 1 with input as account with data.estate as linked
	count(check.unknown) == 0 with input as account with data.estate as {}
}

test_no_data if {
	count(check.unknown) == 1 with input as account with data.estate as estate({"Unread": ["IsLogging"]})
}
