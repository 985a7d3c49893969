package pantheon.checks.cloudtrail.account_records_object_writes_test

import data.pantheon.checks.cloudtrail.account_records_object_writes as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

estate(properties) := {"AWS::CloudTrail::Trail": {"all": {
	"native_id": "all",
	"region": "eu-west-1",
	"properties": properties,
}}}

linked := {"AWS::IAM::Role": {"111111111111:global:AWS.IAM.Role:AWSServiceRoleForCloudTrail": {"properties": {}}}}

recording(kind) := {"EventSelectors": [{
	"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}],
	"IncludeManagementEvents": true,
	"ReadWriteType": kind,
}]}

test_pass if {
	every kind in ["All", "WriteOnly"] {
		seen := estate(object.union({"IsLogging": true}, recording(kind)))
		count(check.deny) == 0 with input as account with data.estate as seen
	}
}

test_fail if {
	sentence := "No trail that is on records what writes the objects of all buckets."
	stopped := estate(object.union({"IsLogging": false}, recording("All")))
	check.deny == {sentence} with input as account with data.estate as stopped
	other := estate(object.union({"IsLogging": true}, recording("ReadOnly")))
	check.deny == {sentence} with input as account with data.estate as other
	check.deny == {sentence} with input as account with data.estate as estate({"IsLogging": true})
}

test_no_data_of_the_organization if {
	count(check.unknown) == 1 with input as account with data.estate as linked
	count(check.unknown) == 0 with input as account with data.estate as {}
}

test_no_data if {
	hidden := estate({"IsMultiRegionTrail": true, "Unread": ["IsLogging"]})
	count(check.unknown) == 1 with input as account with data.estate as hidden
}
