package pantheon.checks.eventbridge.rule_sends_to_no_other_account_test

import data.pantheon.checks.eventbridge.rule_sends_to_no_other_account as check
import rego.v1

rule(arn) := {
	"account_id": "111111111111",
	"properties": {"Name": "all", "State": "ENABLED", "Targets": [{"Arn": arn, "Id": "1"}]},
}

test_pass if {
	count(check.deny) == 0 with input as rule("arn:aws:lambda:eu-west-1:111111111111:function:ship")
}

test_pass_is_silent_about_rules_out_of_force if {
	check.skip with input as {"properties": {"State": "DISABLED"}}
}

test_fail if {
	sentence := "Events are sent to arn:aws:events:eu-west-1:222222222222:event-bus/default."
	check.deny == {sentence} with input as rule("arn:aws:events:eu-west-1:222222222222:event-bus/default")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Targets"]}}
}
