package pantheon.checks.securityhub.standard_is_checked_test

import data.pantheon.checks.securityhub.standard_is_checked as check
import rego.v1

standard(state, properties) := {"state": state, "properties": properties}

test_pass if count(check.deny) == 0 with input as standard("active", {"StandardsArn": "arn:aws:securityhub:::x"})

test_fail if {
	blind := {"StatusReason": "NO_AVAILABLE_CONFIGURATION_RECORDER"}
	sentence := "The standard is not checked in full: NO_AVAILABLE_CONFIGURATION_RECORDER."
	check.deny == {sentence} with input as standard("active", blind)
	check.deny == {"The standard is not checked: no reason is given."} with input as standard("failed", {})
}

test_skip_while_it_comes_or_goes if {
	check.skip with input as standard("creating", {})
	check.skip with input as standard("deleting", {})
}

test_no_data_of_a_reason if count(check.deny) == 0 with input as standard("active", {})
