package pantheon.checks.opensearch.domain_is_in_a_vpc_test

import data.pantheon.checks.opensearch.domain_is_in_a_vpc as check
import rego.v1

test_pass if {
	network := {"SecurityGroupIds": ["sg-1"], "SubnetIds": ["subnet-1"], "VPCId": "vpc-1"}
	count(check.deny) == 0 with input as {"properties": {"VPCOptions": network}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "The endpoint of the domain is on the internet."
	check.deny == {sentence} with input as {"properties": {"DomainName": "logs"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
