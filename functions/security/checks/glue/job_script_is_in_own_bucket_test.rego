package pantheon.checks.glue.job_script_is_in_own_bucket_test

import data.pantheon.checks.glue.job_script_is_in_own_bucket as check
import rego.v1

job(script) := {"properties": {
	"Command": {"Name": "glueetl", "ScriptLocation": script},
	"DefaultArguments": {"--TempDir": "s3://scratch/tmp/"},
}}

estate := {"AWS::S3::Bucket": {
	"111111111111:eu-west-1:AWS.S3.Bucket:scripts": {"native_id": "scripts"},
	"111111111111:eu-west-1:AWS.S3.Bucket:scratch": {"native_id": "scratch"},
}}

test_pass if {
	count(check.deny) == 0 with input as job("s3://scripts/nightly.py") with data.estate as estate
}

test_fail if {
	sentence := "The bucket elsewhere of the script is not one of the account."
	check.deny == {sentence} with input as job("s3://elsewhere/nightly.py") with data.estate as estate
	count(check.deny) == 2 with input as job("s3://scripts/nightly.py") with data.estate as {}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}} with data.estate as estate
}
