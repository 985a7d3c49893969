package pantheon.checks.elbv2.login_is_not_optional_test

import data.pantheon.checks.elbv2.login_is_not_optional as check
import rego.v1

cognito(answer) := {
	"Type": "authenticate-cognito",
	"AuthenticateCognitoConfig": {"OnUnauthenticatedRequest": answer},
}

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"DefaultActions": [cognito("authenticate")]}}
	count(check.deny) == 0 with input as {"properties": {"Actions": [cognito("deny"), {"Type": "forward"}]}}
}

test_fail_listener if {
	sentence := "Its action authenticate-cognito lets requests without a login through."
	check.deny == {sentence} with input as {"properties": {"DefaultActions": [cognito("allow")]}}
}

test_fail_rule if {
	oidc := {"Type": "authenticate-oidc", "AuthenticateOidcConfig": {"OnUnauthenticatedRequest": "allow"}}
	count(check.deny) == 1 with input as {"properties": {"Actions": [oidc]}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
