package pantheon.checks.elbv2.listener_uses_strong_tls_test

import data.pantheon.checks.elbv2.listener_uses_strong_tls as check
import rego.v1

listener(policy) := {"properties": {"Protocol": "HTTPS", "SslPolicy": policy}}

test_pass if {
	count(check.deny) == 0 with input as listener("ELBSecurityPolicy-TLS13-1-2-2021-06")
	count(check.deny) == 0 with input as listener("ELBSecurityPolicy-TLS13-1-3-2021-06")
	count(check.deny) == 0 with input as listener("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09")
	count(check.deny) == 0 with input as listener("ELBSecurityPolicy-TLS-1-2-Ext-2018-06")
	count(check.deny) == 0 with input as listener("ELBSecurityPolicy-FS-1-2-Res-2020-10")
}

test_pass_not_encrypted_is_skipped if {
	check.skip with input as {"properties": {"Protocol": "TCP"}}
}

test_fail if {
	sentence := "ELBSecurityPolicy-2016-08 also speaks versions of TLS before 1.2."
	check.deny == {sentence} with input as listener("ELBSecurityPolicy-2016-08")
	count(check.deny) == 1 with input as listener("ELBSecurityPolicy-TLS13-1-0-2021-06")
	count(check.deny) == 1 with input as listener("ELBSecurityPolicy-TLS-1-1-2017-01")
	count(check.deny) == 1 with input as listener("ELBSecurityPolicy-FS-2018-06")
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"Protocol": "HTTPS"}}
}
