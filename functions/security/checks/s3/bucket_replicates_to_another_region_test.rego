package pantheon.checks.s3.bucket_replicates_to_another_region_test

import data.pantheon.checks.s3.bucket_replicates_to_another_region as check
import rego.v1

bucket(status, destination) := {
	"region": "eu-west-1",
	"properties": {"ReplicationConfiguration": {
		"Role": "arn:aws:iam::111111111111:role/replicate",
		"Rules": [{"Id": "away", "Status": status, "Destination": {"Bucket": destination}}],
	}},
}

estate := {"AWS::S3::Bucket": {
	"111111111111:eu-west-1:AWS.S3.Bucket:near": {"native_id": "near", "region": "eu-west-1"},
	"111111111111:eu-central-1:AWS.S3.Bucket:far": {"native_id": "far", "region": "eu-central-1"},
}}

test_pass if {
	count(check.deny) == 0 with input as bucket("Enabled", "arn:aws:s3:::far") with data.estate as estate
}

test_pass_another_account if {
	count(check.deny) == 0 with input as bucket("Enabled", "arn:aws:s3:::archive") with data.estate as estate
}

test_fail_same_region if {
	sentence := "The destination near is in the same region."
	check.deny == {sentence} with input as bucket("Enabled", "arn:aws:s3:::near") with data.estate as estate
}

test_fail_out_of_force if {
	count(check.deny) == 1 with input as bucket("Disabled", "arn:aws:s3:::far") with data.estate as estate
}

test_fail_none if {
	check.deny == {"No rule of replication is in force."} with input as {"region": "eu-west-1", "properties": {}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["ReplicationConfiguration"]}}
}
