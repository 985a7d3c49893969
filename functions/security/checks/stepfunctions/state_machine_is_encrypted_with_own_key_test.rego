package pantheon.checks.stepfunctions.state_machine_is_encrypted_with_own_key_test

import data.pantheon.checks.stepfunctions.state_machine_is_encrypted_with_own_key as check
import rego.v1

machine(kind) := {"properties": {"EncryptionConfiguration": {"Type": kind}}}

test_pass if {
	count(check.deny) == 0 with input as machine("CUSTOMER_MANAGED_KMS_KEY")
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	count(check.deny) == 1 with input as machine("AWS_OWNED_KEY")
	count(check.deny) == 1 with input as {"properties": {"StateMachineName": "ship"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeStateMachine"]}}
}
