package pantheon.checks.cloudtrail.account_is_trailed_in_every_region_test

import data.pantheon.checks.cloudtrail.account_is_trailed_in_every_region as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

estate(properties) := {"AWS::CloudTrail::Trail": {"all": {
	"native_id": "all",
	"region": "eu-west-1",
	"properties": properties,
}}}

linked := {"AWS::IAM::Role": {"111111111111:global:AWS.IAM.Role:AWSServiceRoleForCloudTrail": {"properties": {}}}}

whole := {"IsLogging": true, "IsMultiRegionTrail": true}

sentence := "No trail that is on takes all regions and all management events."

test_pass if {
	count(check.deny) == 0 with input as account with data.estate as estate(whole)
	all := {"EventSelectors": [{"IncludeManagementEvents": true, "ReadWriteType": "All"}]}
	count(check.deny) == 0 with input as account with data.estate as estate(object.union(whole, all))
}

test_fail if {
	every change in [
		{"IsLogging": false},
		{"IsMultiRegionTrail": false},
		{"EventSelectors": [{"IncludeManagementEvents": true, "ReadWriteType": "WriteOnly"}]},
	] {
		check.deny == {sentence} with input as account with data.estate as estate(object.union(whole, change))
	}
}

test_fail_no_trail if check.deny == {sentence} with input as account with data.estate as {}

test_no_data_of_the_organization if {
	count(check.unknown) == 1 with input as account with data.estate as linked
	count(check.unknown) == 0 with input as account with data.estate as {}
}

test_no_data if {
	hidden := estate({"IsMultiRegionTrail": true, "Unread": ["IsLogging"]})
	count(check.unknown) == 1 with input as account with data.estate as hidden
}
