package pantheon.checks.route53.record_names_an_existing_bucket_test

import data.pantheon.checks.route53.record_names_an_existing_bucket as check
import rego.v1

alias(target) := {"properties": {
	"AliasTarget": {"DNSName": target},
	"Name": "www.example.com.",
	"Type": "A",
}}

cname(target) := {"properties": {"Name": "files.example.com.", "ResourceRecords": [target], "Type": "CNAME"}}

estate(name) := {"AWS::S3::Bucket": {"bucket": {"native_id": name, "properties": {}}}}

test_pass if {
	website := alias("s3-website-eu-west-1.amazonaws.com.")
	count(check.deny) == 0 with input as website with data.estate as estate("www.example.com")
	files := cname("files.example.com.s3.amazonaws.com")
	count(check.deny) == 0 with input as files with data.estate as estate("files.example.com")
}

test_pass_other_targets if {
	count(check.deny) == 0 with input as alias("d111111abcdef8.cloudfront.net.")
	count(check.deny) == 0 with input as cname("shop-1.eu-west-1.elb.amazonaws.com")
}

test_fail if {
	sentence := "www.example.com leads to the bucket www.example.com, which is not of this account."
	check.deny == {sentence} with input as alias("s3-website.eu-central-1.amazonaws.com.")
	other := "files.example.com leads to the bucket old-files, which is not of this account."
	check.deny == {other} with input as cname("old-files.s3.eu-west-1.amazonaws.com.")
	check.deny == {other} with input as cname("old-files.s3-website-eu-west-1.amazonaws.com")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {"Name": "www.example.com."}}
}
