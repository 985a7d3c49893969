package pantheon.checks.cloudtrail.trail_bucket_logs_access_test

import data.pantheon.checks.cloudtrail.trail_bucket_logs_access as check
import rego.v1

trail := {"properties": {"S3BucketName": "logs"}}

estate(properties) := {"AWS::S3::Bucket": {"logs": {
	"native_id": "logs",
	"properties": object.union({"BucketName": "logs"}, properties),
}}}

test_pass if {
	logged := estate({"LoggingConfiguration": {"DestinationBucketName": "access"}})
	count(check.deny) == 0 with input as trail with data.estate as logged
}

test_fail if check.deny == {"The bucket logs does not log access."} with input as trail with data.estate as estate({})

test_no_data if {
	count(check.unknown) == 1 with input as trail with data.estate as {}
	hidden := estate({"Unread": ["LoggingConfiguration"]})
	count(check.unknown) == 1 with input as trail with data.estate as hidden
}
