package pantheon.checks.organizations.service_control_policies_are_on_test

import data.pantheon.checks.organizations.service_control_policies_are_on as check
import rego.v1

organization(status) := {"properties": {"PolicyTypes": [{"Status": status, "Type": "SERVICE_CONTROL_POLICY"}]}}

test_pass if count(check.deny) == 0 with input as organization("ENABLED")

test_fail if {
	check.deny == {"Service control policies are off."} with input as organization("PENDING_DISABLE")
	other := {"properties": {"PolicyTypes": [{"Status": "ENABLED", "Type": "BACKUP_POLICY"}]}}
	count(check.deny) == 1 with input as other
}

test_no_data_is_off if count(check.deny) == 1 with input as {"properties": {}}
