package pantheon.checks.iam.instance_profile_has_a_role_test

import data.pantheon.checks.iam.instance_profile_has_a_role as check
import rego.v1

test_pass if count(check.deny) == 0 with input as {"properties": {"Roles": ["app"]}}

test_fail if check.deny == {"The profile has no role."} with input as {"properties": {"Path": "/"}}

test_no_data_is_no_role if count(check.deny) == 1 with input as {"properties": {}}
