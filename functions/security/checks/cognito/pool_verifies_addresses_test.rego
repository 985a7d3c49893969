package pantheon.checks.cognito.pool_verifies_addresses_test

import data.pantheon.checks.cognito.pool_verifies_addresses as check
import rego.v1

pool(properties) := {"properties": object.union({"UserPoolName": "customers"}, properties)}

test_pass if {
	count(check.deny) == 0 with input as pool({"AutoVerifiedAttributes": ["email"]})
	function := "arn:aws:lambda:eu-west-1:111111111111:function:greet"
	count(check.deny) == 0 with input as pool({"LambdaConfig": {"PreSignUp": function}})
}

test_fail if check.deny == {"Addresses are not verified."} with input as pool({})

test_skip_pools_by_invitation if {
	check.skip with input as pool({"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true}})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeUserPool"]}}
