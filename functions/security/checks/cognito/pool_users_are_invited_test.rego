package pantheon.checks.cognito.pool_users_are_invited_test

import data.pantheon.checks.cognito.pool_users_are_invited as check
import rego.v1

pool(properties) := {"properties": object.union({"UserPoolName": "customers"}, properties)}

only(administrators) := pool({"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": administrators}})

test_pass if count(check.deny) == 0 with input as only(true)

test_fail if {
	check.deny == {"Anybody may register."} with input as only(false)
	count(check.deny) == 1 with input as pool({})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeUserPool"]}}
