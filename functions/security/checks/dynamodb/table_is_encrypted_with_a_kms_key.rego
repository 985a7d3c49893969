# METADATA
# title: DynamoDB tables are encrypted with a key of KMS
# description: >-
#   Looks whether the table uses a key of the account in KMS, its own or the one that AWS manages there,
#   instead of one that only DynamoDB sees.
# custom:
#   severity: low
#   risk: >-
#     There is no permission on a key to withhold from whoever may read the table, and no record of each
#     use of it.
#   remediation:
#     text: >-
#       Encrypt the table with a customer managed key and let only those use it who read the table.
#     cli: >-
#       aws dynamodb update-table --table-name <table> --sse-specification
#       Enabled=true,SSEType=KMS,KMSMasterKeyId=<key>
#     cloudformation: |
#       SSESpecification:
#         SSEEnabled: true
#         SSEType: KMS
#         KMSMasterKeyId: !Ref Key
#     terraform: |
#       resource "aws_dynamodb_table" "this" {
#         server_side_encryption {
#           enabled     = true
#           kms_key_arn = aws_kms_key.this.arn
#         }
#       }
#   resource_types: [AWS::DynamoDB::Table]
package pantheon.checks.dynamodb.table_is_encrypted_with_a_kms_key

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown := lib.unread(["DescribeTable"])

deny contains "The table is encrypted with a key that belongs to DynamoDB." if {
	not input.properties.SSESpecification.SSEEnabled
}
