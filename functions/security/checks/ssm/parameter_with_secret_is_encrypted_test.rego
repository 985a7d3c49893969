package pantheon.checks.ssm.parameter_with_secret_is_encrypted_test

import data.pantheon.checks.ssm.parameter_with_secret_is_encrypted as check
import rego.v1

parameter(name, type) := {"native_id": name, "properties": {"Name": name, "Type": type}}

test_pass if {
	every name in ["/shop/mode", "/shop/password/length", "/shop/db-password-arn"] {
		count(check.deny) == 0 with input as parameter(name, "String")
	}
}

test_fail if {
	sentence := "The parameter /shop/db_password is of the type String."
	check.deny == {sentence} with input as parameter("/shop/db_password", "String")
	every name in ["apiToken", "/shop/client-secret", "/shop/api_key"] {
		count(check.deny) == 1 with input as parameter(name, "StringList")
	}
}

test_skip if {
	check.skip with input as parameter("/shop/password", "SecureString")
	check.skip with input as parameter("/aws/service/x/token", "String")
}

test_no_data_of_a_type if count(check.deny) == 1 with input as {"native_id": "password", "properties": {}}
