package pantheon.checks.accessanalyzer.analyzer_is_active_test

import data.pantheon.checks.accessanalyzer.analyzer_is_active as check
import rego.v1

test_pass if count(check.deny) == 0 with input as {"state": "active", "properties": {"Type": "ACCOUNT"}}

test_fail if {
	failed := {"state": "failed", "properties": {"Type": "ACCOUNT"}}
	check.deny == {"The analyzer failed: no reason is given."} with input as failed
	disabled := {"state": "active", "properties": {"StatusReason": "ORGANIZATION_DELETED"}}
	check.deny == {"The analyzer is disabled: ORGANIZATION_DELETED."} with input as disabled
}

test_skip_while_it_is_made if check.skip with input as {"state": "creating", "properties": {}}

test_no_data_of_a_reason if count(check.deny) == 0 with input as {"state": "active", "properties": {}}
