package pantheon.checks.iam.group_has_members_test

import data.pantheon.checks.iam.group_has_members as check
import rego.v1

group := {"native_id": "ops", "properties": {"GroupName": "ops"}}

estate(groups) := {"AWS::IAM::User": {"alice": {"native_id": "alice", "properties": {"Groups": groups}}}}

test_pass if count(check.deny) == 0 with input as group with data.estate as estate(["dev", "ops"])

test_fail if check.deny == {"Nobody is in the group."} with input as group with data.estate as estate(["dev"])

test_no_data_of_users if count(check.deny) == 1 with input as group with data.estate as {}
