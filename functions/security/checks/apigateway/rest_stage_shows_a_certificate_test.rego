package pantheon.checks.apigateway.rest_stage_shows_a_certificate_test

import data.pantheon.checks.apigateway.rest_stage_shows_a_certificate as check
import rego.v1

test_pass if {
	given := "abc123"
	count(check.deny) == 0 with input as {"properties": {"ClientCertificateId": given}}
}

test_fail if {
	check.deny == {"The stage has no client certificate."} with input as {"properties": {"StageName": "prod"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"StageName": "prod"}}
}
