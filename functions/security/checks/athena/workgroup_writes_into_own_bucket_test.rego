package pantheon.checks.athena.workgroup_writes_into_own_bucket_test

import data.pantheon.checks.athena.workgroup_writes_into_own_bucket as check
import rego.v1

group(configuration) := {"properties": {"State": "ENABLED", "WorkGroupConfiguration": configuration}}

into(location) := group({"ResultConfiguration": {"OutputLocation": location}})

estate := {"AWS::S3::Bucket": {"111111111111:eu-west-1:AWS.S3.Bucket:results": {"native_id": "results"}}}

test_pass if {
	count(check.deny) == 0 with input as into("s3://results/analysts/") with data.estate as estate
	count(check.deny) == 0 with input as group({}) with data.estate as estate
}

test_pass_expected_owner if {
	results := {"ExpectedBucketOwner": "222222222222", "OutputLocation": "s3://elsewhere/"}
	count(check.deny) == 0 with input as group({"ResultConfiguration": results}) with data.estate as estate
}

test_fail if {
	sentence := "The bucket elsewhere is not one of the account, and no owner is expected."
	check.deny == {sentence} with input as into("s3://elsewhere/") with data.estate as estate
}

test_pass_is_silent_about_disabled_ones if {
	check.skip with input as {"properties": {"State": "DISABLED"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"State": "ENABLED", "Unread": ["GetWorkGroup"]}}
}
