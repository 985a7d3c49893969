# METADATA
# title: Redshift clusters have an administrator with a name of its own
# description: >-
#   Looks whether the administrator is called awsuser, which the console suggests.
# custom:
#   severity: medium
#   risk: >-
#     The name is half of what an attacker has to guess.
#   remediation:
#     text: >-
#       Choose another name when the cluster is made. It cannot be changed later and snapshots keep it, so
#       unload the data and load it into a new cluster.
#     cli: >-
#       aws redshift create-cluster --cluster-identifier <new> --node-type <type> --master-username <name>
#       --manage-master-password
#     cloudformation: |
#       MasterUsername: <a name of your own>
#     terraform: |
#       resource "aws_redshift_cluster" "this" {
#         master_username = "<a name of your own>"
#       }
#   resource_types: [AWS::Redshift::Cluster]
#   frameworks:
#     fsbp: [Redshift.8]
package pantheon.checks.redshift.administrator_has_own_name

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "The administrator is called awsuser, as by default." if {
	lower(input.properties.MasterUsername) == "awsuser"
}
