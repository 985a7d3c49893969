# METADATA
# title: Redshift clusters cannot be reached from the internet
# description: >-
#   Looks at clusters that are publicly accessible: none of their security groups may let everybody on
#   the internet reach the port of the cluster.
# custom:
#   severity: critical
#   risk: >-
#     Anybody can connect to the warehouse: what holds them off is a password.
#   remediation:
#     text: >-
#       Turn public access off, and let the security group admit only the groups or the addresses of the
#       clients.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --protocol tcp --port 5439 --cidr 0.0.0.0/0
#     cloudformation: |
#       PubliclyAccessible: false
#     terraform: |
#       resource "aws_redshift_cluster" "this" {
#         publicly_accessible = false
#       }
#   resource_types: [AWS::Redshift::Cluster]
#   reads: [AWS::EC2::SecurityGroup]
package pantheon.checks.redshift.cluster_is_not_open_to_the_internet

import data.pantheon.lib.databases
import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains sprintf("The security group %s lets everybody on the internet reach the port %d.", [group, port]) if {
	input.properties.PubliclyAccessible == true
	port := input.properties.Endpoint.Port
	some group in databases.open_groups(object.get(input.properties, "VpcSecurityGroupIds", []), port)
}
