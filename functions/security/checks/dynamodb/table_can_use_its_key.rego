# METADATA
# title: DynamoDB tables can use the key that they are encrypted with
# description: >-
#   Looks for tables that DynamoDB has closed because their key of KMS was disabled, deleted or
#   withheld.
# custom:
#   severity: medium
#   risk: >-
#     The table answers nobody; a week later DynamoDB archives and deletes it. Somebody who disables keys
#     may do so on purpose.
#   remediation:
#     text: >-
#       Enable the key again, or cancel its deletion, and let DynamoDB use it through its key policy; then
#       find out who changed it.
#     cli: >-
#       aws kms enable-key --key-id <key>
#   resource_types: [AWS::DynamoDB::Table]
package pantheon.checks.dynamodb.table_can_use_its_key

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeTable"])

deny contains sprintf("The table cannot use its key %s.", [key]) if {
	input.state == "failed"
	key := object.get(object.get(input.properties, "SSESpecification", {}), "KMSMasterKeyId", "of KMS")
}
