package pantheon.checks.elb.load_balancer_uses_acm_certificates_test

import data.pantheon.checks.elb.load_balancer_uses_acm_certificates as check
import rego.v1

balancer(certificate) := {"properties": {"Listeners": [{
	"LoadBalancerPort": 443,
	"Protocol": "HTTPS",
	"SSLCertificateId": certificate,
}]}}

test_pass if {
	count(check.deny) == 0 with input as balancer("arn:aws:acm:eu-west-1:111111111111:certificate/1")
}

test_pass_not_encrypted if {
	http := {"properties": {"Listeners": [{"LoadBalancerPort": 80, "Protocol": "HTTP"}]}}
	count(check.deny) == 0 with input as http
}

test_fail if {
	count(check.deny) == 1 with input as balancer("arn:aws:iam::111111111111:server-certificate/old")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
