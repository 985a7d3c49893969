# METADATA
# title: Launch templates require session tokens for metadata
# description: >-
#   Looks whether the default version of the template asks for the tokens of the second version of the metadata
#   service, or turns the service off.
# custom:
#   severity: medium
#   risk: >-
#     Every instance that is launched so gives the credentials of its role to whoever can make it fetch an address.
#   remediation:
#     text: >-
#       Make a version of the template that requires tokens, and make it the default.
#     cli: |
#       aws ec2 create-launch-template-version --launch-template-id <template> --source-version '$Default' \
#         --launch-template-data 'MetadataOptions={HttpTokens=required}'
#       aws ec2 modify-launch-template --launch-template-id <template> --default-version <version>
#     cloudformation: |
#       LaunchTemplateData:
#         MetadataOptions:
#           HttpTokens: required
#     terraform: |
#       resource "aws_launch_template" "this" {
#         metadata_options {
#           http_endpoint = "enabled"
#           http_tokens   = "required"
#         }
#       }
#   resource_types: [AWS::EC2::LaunchTemplate]
package pantheon.checks.ec2.launch_template_requires_imdsv2

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["LaunchTemplateData"])

deny contains "Its instances answer metadata requests without a session token." if {
	options := lib.get(data_of_template, "MetadataOptions", {})
	lib.get(options, "HttpEndpoint", "enabled") != "disabled"
	lib.get(options, "HttpTokens", "optional") != "required"
}

data_of_template := lib.get(input.properties, "LaunchTemplateData", {})
