package pantheon.checks.apigateway.rest_stage_has_a_web_acl_test

import data.pantheon.checks.apigateway.rest_stage_has_a_web_acl as check
import rego.v1

test_pass if {
	given := "arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/api/1a2b"
	count(check.deny) == 0 with input as {"properties": {"WebAclArn": given}}
}

test_fail if {
	check.deny == {"There is no web ACL."} with input as {"properties": {"StageName": "prod"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"StageName": "prod"}}
}
