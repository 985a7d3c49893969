# METADATA
# title: RDS instances copy their tags to snapshots
# description: >-
#   Looks whether snapshots get the tags of the instance. Members of clusters are left out.
# custom:
#   severity: low
#   risk: >-
#     Rules that go by tags, such as who may restore or share what, do not hold for the snapshots.
#   remediation:
#     text: >-
#       Turn the copying of tags to snapshots on.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --copy-tags-to-snapshot
#     cloudformation: |
#       CopyTagsToSnapshot: true
#     terraform: |
#       resource "aws_db_instance" "this" {
#         copy_tags_to_snapshot = true
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   frameworks:
#     fsbp: [RDS.17]
package pantheon.checks.rds.instance_copies_tags_to_snapshots

import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.comes_or_goes

deny contains "Tags are not copied to snapshots." if not input.properties.CopyTagsToSnapshot
