package pantheon.checks.cognito.pool_keeps_rights_from_users_test

import data.pantheon.checks.cognito.pool_keeps_rights_from_users as check
import rego.v1

pool(properties) := {"properties": object.union({"UserPoolName": "customers"}, properties)}

attribute(name, mutable) := pool({"Schema": [{"AttributeDataType": "String", "Mutable": mutable, "Name": name}]})

test_pass if {
	count(check.deny) == 0 with input as attribute("custom:plan", true)
	count(check.deny) == 0 with input as attribute("custom:role", false)
	count(check.deny) == 0 with input as attribute("email", true)
	count(check.deny) == 0 with input as pool({})
}

test_fail if {
	check.deny == {"Users may change custom:role."} with input as attribute("custom:role", true)
	check.deny == {"Users may change custom:tenantId."} with input as attribute("custom:tenantId", true)
	check.deny == {"Users may change custom:is_admin."} with input as attribute("custom:is_admin", true)
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeUserPool"]}}
