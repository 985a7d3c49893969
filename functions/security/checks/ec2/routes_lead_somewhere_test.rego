package pantheon.checks.ec2.routes_lead_somewhere_test

import data.pantheon.checks.ec2.routes_lead_somewhere as check
import rego.v1

table(state) := {"properties": {"Routes": [{
	"DestinationCidrBlock": "10.9.0.0/16",
	"NatGatewayId": "nat-1",
	"State": state,
}]}}

test_pass if {
	count(check.deny) == 0 with input as table("active")
}

test_fail if {
	check.deny == {"The route for 10.9.0.0/16 leads nowhere."} with input as table("blackhole")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
