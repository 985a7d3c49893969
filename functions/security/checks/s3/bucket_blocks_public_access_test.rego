package pantheon.checks.s3.bucket_blocks_public_access_test

import data.pantheon.checks.s3.bucket_blocks_public_access as check
import rego.v1

all_on := {
	"BlockPublicAcls": true,
	"BlockPublicPolicy": true,
	"IgnorePublicAcls": true,
	"RestrictPublicBuckets": true,
}

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"PublicAccessBlockConfiguration": all_on}}
}

test_fail_one_is_off if {
	properties := {"PublicAccessBlockConfiguration": object.union(all_on, {"BlockPublicPolicy": false})}
	check.deny == {"BlockPublicPolicy is off."} with input as {"properties": properties}
}

test_fail_no_block if {
	count(check.deny) == 4 with input as {"properties": {}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["PublicAccessBlockConfiguration"]}}
}
