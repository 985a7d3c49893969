package pantheon.checks.elb.load_balancer_uses_strong_tls_test

import data.pantheon.checks.elb.load_balancer_uses_strong_tls as check
import rego.v1

balancer(reference) := {"properties": {
	"Listeners": [{"LoadBalancerPort": 443, "PolicyNames": ["tls"], "Protocol": "HTTPS"}],
	"Policies": [{
		"PolicyName": "tls",
		"PolicyType": "SSLNegotiationPolicyType",
		"ReferenceSecurityPolicy": reference,
	}],
}}

test_pass if {
	count(check.deny) == 0 with input as balancer("ELBSecurityPolicy-TLS-1-2-2017-01")
}

test_pass_not_encrypted if {
	http := {"properties": {"Listeners": [{"LoadBalancerPort": 80, "Protocol": "HTTP"}]}}
	count(check.deny) == 0 with input as http
}

test_fail if {
	check.deny == {"Port 443 uses ELBSecurityPolicy-2016-08."} with input as balancer("ELBSecurityPolicy-2016-08")
}

test_fail_own_ciphers if {
	own := {"properties": {
		"Listeners": [{"LoadBalancerPort": 443, "PolicyNames": ["tls"], "Protocol": "SSL"}],
		"Policies": [{"PolicyName": "tls", "PolicyType": "SSLNegotiationPolicyType"}],
	}}
	check.deny == {"Port 443 uses a policy of its own."} with input as own
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Policies"]}}
}
