package pantheon.checks.elbv2.listener_offers_post_quantum_keys_test

import data.pantheon.checks.elbv2.listener_offers_post_quantum_keys as check
import rego.v1

listener(policy) := {"properties": {"Protocol": "TLS", "SslPolicy": policy}}

test_pass if {
	count(check.deny) == 0 with input as listener("ELBSecurityPolicy-TLS13-1-2-PQ-2025-09")
}

test_pass_not_encrypted_is_skipped if {
	check.skip with input as {"properties": {"Protocol": "UDP"}}
}

test_fail if {
	count(check.deny) == 1 with input as listener("ELBSecurityPolicy-TLS13-1-2-2021-06")
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
