package pantheon.checks.cloudfront.origin_access_control_signs_test

import data.pantheon.checks.cloudfront.origin_access_control_signs as check
import rego.v1

control(behavior) := {"properties": {"OriginAccessControlConfig": {
	"Name": "site",
	"OriginAccessControlOriginType": "s3",
	"SigningBehavior": behavior,
	"SigningProtocol": "sigv4",
}}}

test_pass if {
	count(check.deny) == 0 with input as control("always")
	count(check.deny) == 0 with input as control("no-override")
}

test_fail if {
	check.deny == {"Requests are never signed."} with input as control("never")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
