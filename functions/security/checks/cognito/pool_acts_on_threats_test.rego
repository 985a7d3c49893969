package pantheon.checks.cognito.pool_acts_on_threats_test

import data.pantheon.checks.cognito.pool_acts_on_threats as check
import rego.v1

pool(properties) := {"properties": object.union({"UserPoolName": "customers"}, properties)}

threats(mode) := pool({"UserPoolAddOns": {"AdvancedSecurityMode": mode}})

test_pass if count(check.deny) == 0 with input as threats("ENFORCED")

test_fail if {
	check.deny == {"Threat protection is off."} with input as threats("OFF")
	check.deny == {"Threat protection only watches."} with input as threats("AUDIT")
	check.deny == {"Threat protection is off."} with input as pool({})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeUserPool"]}}
