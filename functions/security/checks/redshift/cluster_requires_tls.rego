# METADATA
# title: Redshift clusters take no connections without TLS
# description: >-
#   Looks whether the parameter require_ssl of the cluster is true.
# custom:
#   severity: medium
#   risk: >-
#     Passwords and results pass through the network in clear.
#   remediation:
#     text: >-
#       Set require_ssl to true in a parameter group of your own and restart the cluster.
#     cli: >-
#       aws redshift modify-cluster-parameter-group --parameter-group-name <group> --parameters
#       ParameterName=require_ssl,ParameterValue=true
#     cloudformation: |
#       Parameters:
#         - ParameterName: require_ssl
#           ParameterValue: "true"
#     terraform: |
#       resource "aws_redshift_parameter_group" "this" {
#         name   = "strict"
#         family = "redshift-1.0"
#         parameter {
#           name  = "require_ssl"
#           value = "true"
#         }
#       }
#   resource_types: [AWS::Redshift::Cluster]
#   frameworks:
#     fsbp: [Redshift.2]
package pantheon.checks.redshift.cluster_requires_tls

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown := lib.unread(["ClusterParameters"])

deny contains "The parameter require_ssl is not true." if {
	parameters := object.get(input.properties, "ClusterParameters", {})
	lower(object.get(parameters, "require_ssl", "false")) != "true"
}
