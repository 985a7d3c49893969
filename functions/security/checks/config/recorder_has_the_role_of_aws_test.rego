package pantheon.checks.config.recorder_has_the_role_of_aws_test

import data.pantheon.checks.config.recorder_has_the_role_of_aws as check
import rego.v1

recorder(role) := {"properties": {"RoleARN": role}}

test_pass if {
	linked := "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
	count(check.deny) == 0 with input as recorder(linked)
}

test_fail if {
	own := "arn:aws:iam::111111111111:role/config"
	check.deny == {"The recorder uses arn:aws:iam::111111111111:role/config."} with input as recorder(own)
}

test_no_data_of_a_role if check.deny == {"The recorder uses no role."} with input as {"properties": {}}
