package pantheon.checks.opensearch.dashboards_ask_an_identity_provider_test

import data.pantheon.checks.opensearch.dashboards_ask_an_identity_provider as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"CognitoOptions": {"Enabled": true}}}
	saml := {"Enabled": true, "SAMLOptions": {"Enabled": true}}
	count(check.deny) == 0 with input as {"properties": {"AdvancedSecurityOptions": saml}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	properties := {"AdvancedSecurityOptions": {"Enabled": true}, "CognitoOptions": {"Enabled": false}}
	check.deny == {"Neither SAML nor Cognito is set up."} with input as {"properties": properties}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
