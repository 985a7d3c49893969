# METADATA
# title: Redshift clusters log the statements of users
# description: >-
#   Looks whether the parameter enable_user_activity_logging of the cluster is true, without which the
#   audit log holds connections but no statements.
# custom:
#   severity: medium
#   risk: >-
#     After a theft the log shows who connected, but not what they took.
#   remediation:
#     text: >-
#       Set enable_user_activity_logging to true in a parameter group of your own and restart the cluster.
#     cli: >-
#       aws redshift modify-cluster-parameter-group --parameter-group-name <group> --parameters
#       ParameterName=enable_user_activity_logging,ParameterValue=true
#     cloudformation: |
#       Parameters:
#         - ParameterName: enable_user_activity_logging
#           ParameterValue: "true"
#     terraform: |
#       resource "aws_redshift_parameter_group" "this" {
#         name   = "strict"
#         family = "redshift-1.0"
#         parameter {
#           name  = "enable_user_activity_logging"
#           value = "true"
#         }
#       }
#   resource_types: [AWS::Redshift::Cluster]
package pantheon.checks.redshift.cluster_logs_user_activity

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown := lib.unread(["ClusterParameters"])

deny contains "The parameter enable_user_activity_logging is not true." if {
	parameters := object.get(input.properties, "ClusterParameters", {})
	lower(object.get(parameters, "enable_user_activity_logging", "false")) != "true"
}
