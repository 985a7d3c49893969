# METADATA
# title: DynamoDB tables can be restored to any second of the last weeks
# description: >-
#   Looks whether point-in-time recovery is on.
# custom:
#   severity: medium
#   risk: >-
#     Whatever a faulty program or an attacker with stolen keys deletes or overwrites is gone.
#   remediation:
#     text: >-
#       Turn point-in-time recovery on.
#     cli: >-
#       aws dynamodb update-continuous-backups --table-name <table> --point-in-time-recovery-specification
#       PointInTimeRecoveryEnabled=true
#     cloudformation: |
#       PointInTimeRecoverySpecification:
#         PointInTimeRecoveryEnabled: true
#     terraform: |
#       resource "aws_dynamodb_table" "this" {
#         point_in_time_recovery {
#           enabled = true
#         }
#       }
#   resource_types: [AWS::DynamoDB::Table]
#   frameworks:
#     fsbp: [DynamoDB.2]
package pantheon.checks.dynamodb.table_has_point_in_time_recovery

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown := lib.unread(["PointInTimeRecoverySpecification"])

deny contains "Point-in-time recovery is off." if {
	not input.properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled
}
