package pantheon.checks.s3.cloudtrail_bucket_is_not_public_test

import data.pantheon.checks.s3.cloudtrail_bucket_is_not_public as check
import rego.v1

trail(bucket) := {"AWS::CloudTrail::Trail": {"111111111111:eu-west-1:AWS.CloudTrail.Trail:all": {
	"state": "active",
	"properties": {"S3BucketName": bucket},
}}}

delivery := {
	"Effect": "Allow",
	"Principal": {"Service": "cloudtrail.amazonaws.com"},
	"Action": "s3:PutObject",
	"Resource": "arn:aws:s3:::trail/AWSLogs/111111111111/*",
}

reading := {"Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:Get*", "Resource": "arn:aws:s3:::trail/*"}

bucket(statements) := {"properties": {"BucketName": "trail", "PolicyDocument": {"Statement": statements}}}

test_pass if {
	count(check.deny) == 0 with input as bucket([delivery])
}

test_pass_is_silent_about_other_buckets if {
	check.skip with input as bucket([reading]) with data.estate as trail("elsewhere")
}

test_fail_bucket_of_a_trail if {
	not check.skip with input as bucket([reading]) with data.estate as trail("trail")
	sentence := "The statement Read of the bucket policy lets everybody do s3:Get*."
	check.deny == {sentence} with input as bucket([reading]) with data.estate as trail("trail")
}

test_fail_bucket_of_a_trail_of_another_account if {
	not check.skip with input as bucket([delivery, reading])
	count(check.deny) == 1 with input as bucket([delivery, reading])
}

test_fail_grant if {
	grantee := {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}
	grants := {"Grants": [{"Grantee": grantee, "Permission": "READ"}]}
	sentence := "The access control list grants READ to every account of AWS."
	check.deny == {sentence} with input as {"properties": grants}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Grants"]}}
}
