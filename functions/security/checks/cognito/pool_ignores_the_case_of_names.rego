# METADATA
# title: User pools ignore the case of names
# description: >-
#   Looks whether a pool takes names that differ in capital letters alone for different users.
# custom:
#   severity: low
#   risk: >-
#     Somebody registers as Alice beside alice, and is mistaken for her by people and by programs that ignore the
#     case.
#   remediation:
#     text: >-
#       Make a new pool that ignores the case and move the users there: this is decided when a pool is made.
#     cli: >-
#       aws cognito-idp create-user-pool --pool-name <name> --username-configuration CaseSensitive=false
#     cloudformation: |
#       UsernameConfiguration:
#         CaseSensitive: false
#     terraform: |
#       resource "aws_cognito_user_pool" "this" {
#         username_configuration {
#           case_sensitive = false
#         }
#       }
#   resource_types: [AWS::Cognito::UserPool]
package pantheon.checks.cognito.pool_ignores_the_case_of_names

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeUserPool"])

deny contains "Names that differ in their case are different users." if {
	object.get(object.get(input.properties, "UsernameConfiguration", {}), "CaseSensitive", true) == true
}
