package pantheon.checks.route53.record_names_a_lasting_address_test

import data.pantheon.checks.route53.record_names_a_lasting_address as check
import rego.v1

record(type) := {"properties": {"Name": "www.example.com.", "ResourceRecords": ["203.0.113.7"], "Type": type}}

instance := {"AWS::EC2::Instance": {"i": {"native_id": "i-1", "properties": {"PublicIpAddress": "203.0.113.7"}}}}

elastic := {"AWS::EC2::EIP": {"eip": {"properties": {"PublicIp": "203.0.113.7"}}}}

test_pass if {
	count(check.deny) == 0 with input as record("A") with data.estate as object.union(instance, elastic)
	count(check.deny) == 0 with input as record("A")
}

test_pass_other_types_are_skipped if {
	check.skip with input as record("TXT")
}

test_fail if {
	sentence := "203.0.113.7 is the address of i-1 only until that stops."
	check.deny == {sentence} with input as record("A") with data.estate as instance
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
