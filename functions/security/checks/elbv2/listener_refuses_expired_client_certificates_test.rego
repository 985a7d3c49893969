package pantheon.checks.elbv2.listener_refuses_expired_client_certificates_test

import data.pantheon.checks.elbv2.listener_refuses_expired_client_certificates as check
import rego.v1

listener(ignore) := {"properties": {"MutualAuthentication": {
	"IgnoreClientCertificateExpiry": ignore,
	"Mode": "verify",
}}}

test_pass if {
	count(check.deny) == 0 with input as listener(false)
	not check.skip with input as listener(false)
}

test_pass_off_is_skipped if {
	check.skip with input as {"properties": {"MutualAuthentication": {"Mode": "off"}}}
}

test_fail if {
	count(check.deny) == 1 with input as listener(true)
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
