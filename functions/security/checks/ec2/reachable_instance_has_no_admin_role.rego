# METADATA
# title: EC2 instances that the internet reaches have no all-powerful role
# description: >-
#   Looks whether the role of an instance that the internet reaches may do everything in the account, or give itself
#   any right: by AdministratorAccess, IAMFullAccess, or a policy that allows * or iam:* on everything. An instance
#   counts as reached where it has a public address, the route table of its subnet leads to an internet gateway and
#   a security group lets the internet in; network access control lists are not read.
# custom:
#   severity: critical
#   risk: >-
#     One flaw in the software that strangers can call gives them the credentials of the role, and with them the
#     whole account.
#   remediation:
#     text: >-
#       Give the role only what the software needs, in a policy of its own; put the instance into a private subnet
#       behind a load balancer.
#     cli: >-
#       aws iam detach-role-policy --role-name <role> --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#   resource_types: [AWS::EC2::Instance]
#   reads:
#     - AWS::EC2::NetworkInterface
#     - AWS::EC2::RouteTable
#     - AWS::EC2::SecurityGroup
#     - AWS::IAM::InstanceProfile
#     - AWS::IAM::ManagedPolicy
#     - AWS::IAM::Role
package pantheon.checks.ec2.reachable_instance_has_no_admin_role

import data.pantheon.lib
import data.pantheon.lib.ec2
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	some role_name, role in ec2.roles(input)
	some power in lib.all_powerful(role)
	some way in ec2.ways_in(input)
	sentence := sprintf("%s, and its role %s is all-powerful by %s.", [way, role_name, power])
}
