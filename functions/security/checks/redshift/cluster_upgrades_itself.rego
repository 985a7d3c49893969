# METADATA
# title: Redshift clusters upgrade to new versions by themselves
# description: >-
#   Looks whether new versions of the engine are installed in the maintenance window.
# custom:
#   severity: medium
#   risk: >-
#     Known holes of the engine stay open.
#   remediation:
#     text: >-
#       Allow version upgrades, and choose a maintenance window that suits the users.
#     cli: >-
#       aws redshift modify-cluster --cluster-identifier <cluster> --allow-version-upgrade
#     cloudformation: |
#       AllowVersionUpgrade: true
#     terraform: |
#       resource "aws_redshift_cluster" "this" {
#         allow_version_upgrade = true
#       }
#   resource_types: [AWS::Redshift::Cluster]
#   frameworks:
#     fsbp: [Redshift.6]
package pantheon.checks.redshift.cluster_upgrades_itself

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "New versions are not installed by themselves." if not input.properties.AllowVersionUpgrade
