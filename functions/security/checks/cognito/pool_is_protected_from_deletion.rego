# METADATA
# title: User pools are protected from deletion
# description: >-
#   Looks whether deletion protection of a pool is on.
# custom:
#   severity: medium
#   risk: >-
#     One command in the wrong account deletes all customers' accounts, of which there is no backup.
#   remediation:
#     text: >-
#       Turn deletion protection on.
#     cli: >-
#       aws cognito-idp update-user-pool --user-pool-id <pool> --deletion-protection ACTIVE
#     cloudformation: |
#       DeletionProtection: ACTIVE
#     terraform: |
#       resource "aws_cognito_user_pool" "this" {
#         deletion_protection = "ACTIVE"
#       }
#   resource_types: [AWS::Cognito::UserPool]
package pantheon.checks.cognito.pool_is_protected_from_deletion

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeUserPool"])

deny contains "Deletion protection is off." if {
	object.get(input.properties, "DeletionProtection", "INACTIVE") != "ACTIVE"
}
