package pantheon.checks.ec2.launch_template_gives_no_public_address_test

import data.pantheon.checks.ec2.launch_template_gives_no_public_address as check
import rego.v1

template(public) := {"properties": {"LaunchTemplateData": {"NetworkInterfaces": [{
	"AssociatePublicIpAddress": public,
	"DeviceIndex": 0,
}]}}}

test_pass if {
	count(check.deny) == 0 with input as template(false)
	count(check.deny) == 0 with input as {"properties": {"LaunchTemplateData": {"ImageId": "ami-1"}}}
}

test_fail if {
	check.deny == {"Interface 0 gets a public IPv4 address."} with input as template(true)
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LaunchTemplateData"]}}
}
