package pantheon.checks.apigateway.api_shares_credentials_with_named_origins_test

import data.pantheon.checks.apigateway.api_shares_credentials_with_named_origins as check
import rego.v1

api(credentials, origin) := {"properties": {"CorsConfiguration": {
	"AllowCredentials": credentials,
	"AllowOrigins": [origin],
}}}

test_pass if {
	count(check.deny) == 0 with input as api(true, "https://shop.example.com")
	count(check.deny) == 0 with input as api(false, "*")
}

test_fail if {
	check.deny == {"The origin https://* may call with credentials."} with input as api(true, "https://*")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
