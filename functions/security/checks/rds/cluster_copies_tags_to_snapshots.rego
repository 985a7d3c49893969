# METADATA
# title: Database clusters copy their tags to snapshots
# description: >-
#   Looks whether snapshots get the tags of the cluster of Aurora, RDS or Neptune. DocumentDB, which has
#   no such switch, is left out.
# custom:
#   severity: low
#   risk: >-
#     Rules that go by tags, such as who may restore or share what, do not hold for the snapshots.
#   remediation:
#     text: >-
#       Turn the copying of tags to snapshots on.
#     cli: >-
#       aws rds modify-db-cluster --db-cluster-identifier <cluster> --copy-tags-to-snapshot
#     cloudformation: |
#       CopyTagsToSnapshot: true
#     terraform: |
#       resource "aws_rds_cluster" "this" {
#         copy_tags_to_snapshot = true
#       }
#   resource_types: [AWS::RDS::DBCluster]
#   frameworks:
#     fsbp: [RDS.16, Neptune.8]
package pantheon.checks.rds.cluster_copies_tags_to_snapshots

import data.pantheon.lib.rds
import rego.v1

skip if rds.family == "docdb"

skip if rds.comes_or_goes

deny contains "Tags are not copied to snapshots." if not input.properties.CopyTagsToSnapshot
