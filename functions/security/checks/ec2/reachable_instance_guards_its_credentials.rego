# METADATA
# title: EC2 instances that the internet reaches guard the credentials of their role
# description: >-
#   Looks whether an instance that the internet reaches and that has a role gives out its credentials without a
#   session token. An instance counts as reached where it has a public address, the route table of its subnet leads
#   to an internet gateway and a security group lets the internet in; network access control lists are not read.
# custom:
#   severity: high
#   risk: >-
#     One web application on it that can be made to fetch an address gives strangers the credentials of the role,
#     which then work from anywhere.
#   remediation:
#     text: >-
#       Require session tokens for the metadata service, and move the instance behind a load balancer.
#     cli: >-
#       aws ec2 modify-instance-metadata-options --instance-id <instance> --http-tokens required
#     terraform: |
#       resource "aws_instance" "this" {
#         metadata_options {
#           http_tokens = "required"
#         }
#       }
#   resource_types: [AWS::EC2::Instance]
#   reads:
#     - AWS::EC2::NetworkInterface
#     - AWS::EC2::RouteTable
#     - AWS::EC2::SecurityGroup
#     - AWS::IAM::InstanceProfile
#     - AWS::IAM::Role
package pantheon.checks.ec2.reachable_instance_guards_its_credentials

import data.pantheon.lib
import data.pantheon.lib.ec2
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	options := lib.get(input.properties, "MetadataOptions", {})
	lib.get(options, "HttpEndpoint", "enabled") != "disabled"
	lib.get(options, "HttpTokens", "optional") != "required"
	some role_name, _ in ec2.roles(input)
	some way in ec2.ways_in(input)
	sentence := sprintf("%s, and it gives out the credentials of %s without a session token.", [way, role_name])
}
