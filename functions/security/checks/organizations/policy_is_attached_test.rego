package pantheon.checks.organizations.policy_is_attached_test

import data.pantheon.checks.organizations.policy_is_attached as check
import rego.v1

test_pass if count(check.deny) == 0 with input as {"properties": {"TargetIds": ["r-ab12"]}}

test_fail if check.deny == {"The policy is attached to nothing."} with input as {"properties": {"Name": "fence"}}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["TargetIds"]}}
