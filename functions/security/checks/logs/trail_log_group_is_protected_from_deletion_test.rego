package pantheon.checks.logs.trail_log_group_is_protected_from_deletion_test

import data.pantheon.checks.logs.trail_log_group_is_protected_from_deletion as check
import rego.v1

group(properties) := {"arn": "arn:aws:logs:eu-west-1:111111111111:log-group:trail", "properties": properties}

estate := {"AWS::CloudTrail::Trail": {"all": {"properties": {
	"CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*",
}}}}

test_pass if {
	count(check.deny) == 0 with input as group({"DeletionProtectionEnabled": true}) with data.estate as estate
}

test_fail if {
	sentence := "Deletion protection is off."
	check.deny == {sentence} with input as group({"DeletionProtectionEnabled": false}) with data.estate as estate
	not check.skip with input as group({}) with data.estate as estate
}

test_skip_other_groups if {
	other := {"arn": "arn:aws:logs:eu-west-1:111111111111:log-group:app", "properties": {}}
	check.skip with input as other with data.estate as estate
}

test_no_data_is_off if count(check.deny) == 1 with input as group({}) with data.estate as estate
