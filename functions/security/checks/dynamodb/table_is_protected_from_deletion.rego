# METADATA
# title: DynamoDB tables are protected from deletion
# description: >-
#   Looks whether deletion protection is on.
# custom:
#   severity: medium
#   risk: >-
#     One call, by mistake or in anger, deletes the table with all its items.
#   remediation:
#     text: >-
#       Turn deletion protection on.
#     cli: >-
#       aws dynamodb update-table --table-name <table> --deletion-protection-enabled
#     cloudformation: |
#       DeletionProtectionEnabled: true
#     terraform: |
#       resource "aws_dynamodb_table" "this" {
#         deletion_protection_enabled = true
#       }
#   resource_types: [AWS::DynamoDB::Table]
#   frameworks:
#     fsbp: [DynamoDB.6]
package pantheon.checks.dynamodb.table_is_protected_from_deletion

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown := lib.unread(["DescribeTable"])

deny contains "Deletion protection is off." if not input.properties.DeletionProtectionEnabled
