package pantheon.checks.ec2.launch_template_requires_imdsv2_test

import data.pantheon.checks.ec2.launch_template_requires_imdsv2 as check
import rego.v1

template(options) := {"properties": {"LaunchTemplateData": {"MetadataOptions": options}}}

test_pass if {
	count(check.deny) == 0 with input as template({"HttpTokens": "required"})
	count(check.deny) == 0 with input as template({"HttpEndpoint": "disabled"})
}

test_fail if {
	count(check.deny) == 1 with input as template({"HttpTokens": "optional"})
	count(check.deny) == 1 with input as {"properties": {"LaunchTemplateData": {"ImageId": "ami-1"}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LaunchTemplateData"]}}
}
