package pantheon.checks.elbv2.listener_sends_clients_to_https_test

import data.pantheon.checks.elbv2.listener_sends_clients_to_https as check
import rego.v1

redirect(protocol) := {"Type": "redirect", "RedirectConfig": {"Protocol": protocol, "StatusCode": "HTTP_301"}}

listener(actions) := {"arn": "listener", "properties": {"DefaultActions": actions, "Protocol": "HTTP"}}

estate(actions) := {"AWS::ElasticLoadBalancingV2::ListenerRule": {"rule": {"properties": {
	"Actions": actions,
	"ListenerArn": "listener",
	"Priority": "10",
}}}}

test_pass if {
	count(check.deny) == 0 with input as listener([redirect("HTTPS")]) with data.estate as estate([redirect("HTTPS")])
}

test_pass_fixed_answer if {
	count(check.deny) == 0 with input as listener([{"Type": "fixed-response"}])
}

test_pass_encrypted_is_skipped if {
	check.skip with input as {"properties": {"Protocol": "HTTPS"}}
}

test_fail_forward if {
	forward := listener([{"Type": "forward"}])
	check.deny == {"Its default action serves clients without encryption."} with input as forward
}

test_fail_redirect_that_keeps_the_protocol if {
	count(check.deny) == 1 with input as listener([redirect("#{protocol}")])
}

test_fail_rule if {
	sentence := "Its rule with priority 10 serves clients without encryption."
	all := estate([{"Type": "forward"}])
	check.deny == {sentence} with input as listener([redirect("HTTPS")]) with data.estate as all
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
