# METADATA
# title: EC2 instances answer metadata requests only with a session token
# description: >-
#   Looks whether the metadata service of the instance asks for the tokens of its second version, or is off.
# custom:
#   severity: high
#   risk: >-
#     With the first version, one request that a web application can be tricked into sends the credentials of the
#     instance role to a stranger.
#   remediation:
#     text: >-
#       Update software that still uses the first version, then require tokens; new instances can be made so by
#       default for the whole region.
#     cli: >-
#       aws ec2 modify-instance-metadata-options --instance-id <instance> --http-tokens required
#     cloudformation: |
#       LaunchTemplateData:
#         MetadataOptions:
#           HttpTokens: required
#     terraform: |
#       resource "aws_instance" "this" {
#         metadata_options {
#           http_endpoint = "enabled"
#           http_tokens   = "required"
#         }
#       }
#   resource_types: [AWS::EC2::Instance]
#   frameworks:
#     cis_3.0: ["5.6"]
#     cis_5.0: ["5.7"]
#     cis_7.0: ["6.7"]
#     fsbp: [EC2.8]
package pantheon.checks.ec2.instance_requires_imdsv2

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "Its metadata service answers requests without a session token." if {
	options := lib.get(input.properties, "MetadataOptions", {})
	lib.get(options, "HttpEndpoint", "enabled") != "disabled"
	lib.get(options, "HttpTokens", "optional") != "required"
}
