# METADATA
# title: RDS instances cannot be reached from the internet
# description: >-
#   Looks at instances that are publicly accessible: none of their security groups may let everybody on
#   the internet reach the port of the database.
# custom:
#   severity: critical
#   risk: >-
#     Anybody can connect to the database: what holds them off is a password, and whatever holes its
#     engine has.
#   remediation:
#     text: >-
#       Turn public access off, and let the security group admit only the groups or the addresses of the
#       clients.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --protocol tcp --port <port> --cidr
#       0.0.0.0/0
#     cloudformation: |
#       PubliclyAccessible: false
#     terraform: |
#       resource "aws_db_instance" "this" {
#         publicly_accessible = false
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   reads: [AWS::EC2::SecurityGroup]
package pantheon.checks.rds.instance_is_not_open_to_the_internet

import data.pantheon.lib.databases
import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

deny contains sprintf("The security group %s lets everybody on the internet reach the port %d.", [group, port]) if {
	input.properties.PubliclyAccessible == true
	port := input.properties.Endpoint.Port
	some group in databases.open_groups(object.get(input.properties, "VPCSecurityGroups", []), port)
}
