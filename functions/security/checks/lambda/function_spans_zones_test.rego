package pantheon.checks.lambda.function_spans_zones_test

import data.pantheon.checks.lambda.function_spans_zones as check
import rego.v1

function := {"dependencies": ["a", "b"], "properties": {"VpcConfig": {"SubnetIds": ["subnet-a", "subnet-b"]}}}

estate(one, other) := {"AWS::EC2::Subnet": {
	"a": {"properties": {"AvailabilityZone": one}},
	"b": {"properties": {"AvailabilityZone": other}},
}}

test_pass if {
	count(check.deny) == 0 with input as function with data.estate as estate("eu-west-1a", "eu-west-1b")
}

test_pass_no_vpc_is_skipped if {
	check.skip with input as {"properties": {}}
}

test_fail if {
	all := estate("eu-west-1a", "eu-west-1a")
	check.deny == {"All its subnets are in eu-west-1a."} with input as function with data.estate as all
	count(check.unknown) == 0 with input as function with data.estate as all
}

test_no_data if {
	count(check.unknown) == 1 with input as function
}
