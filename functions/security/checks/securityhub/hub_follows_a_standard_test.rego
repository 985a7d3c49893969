package pantheon.checks.securityhub.hub_follows_a_standard_test

import data.pantheon.checks.securityhub.hub_follows_a_standard as check
import rego.v1

hub := {"region": "eu-west-1", "properties": {}}

estate(region, state) := {"AWS::SecurityHub::Standard": {"one": {"region": region, "state": state, "properties": {}}}}

test_pass if count(check.deny) == 0 with input as hub with data.estate as estate("eu-west-1", "active")

test_fail if {
	check.deny == {"No standard is in use."} with input as hub with data.estate as estate("us-east-1", "active")
	count(check.deny) == 1 with input as hub with data.estate as estate("eu-west-1", "deleting")
}

test_no_data_of_standards if count(check.deny) == 1 with input as hub with data.estate as {}
