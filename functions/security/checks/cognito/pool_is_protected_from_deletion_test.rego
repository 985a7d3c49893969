package pantheon.checks.cognito.pool_is_protected_from_deletion_test

import data.pantheon.checks.cognito.pool_is_protected_from_deletion as check
import rego.v1

pool(properties) := {"properties": object.union({"UserPoolName": "customers"}, properties)}

test_pass if count(check.deny) == 0 with input as pool({"DeletionProtection": "ACTIVE"})

test_fail if {
	check.deny == {"Deletion protection is off."} with input as pool({"DeletionProtection": "INACTIVE"})
	count(check.deny) == 1 with input as pool({})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeUserPool"]}}
