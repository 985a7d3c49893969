# METADATA
# title: User pools verify the addresses of those who register
# description: >-
#   Looks whether a pool with which anybody may register verifies the mail address or the telephone number of who
#   does, by itself or by a function of its own (PreSignUp).
# custom:
#   severity: medium
#   risk: >-
#     Somebody registers with the address of another, and is taken for that person by all that trusts the address in
#     the token.
#   remediation:
#     text: >-
#       Let the pool verify mail addresses.
#     cli: >-
#       aws cognito-idp update-user-pool --user-pool-id <pool> --auto-verified-attributes email
#     cloudformation: |
#       AutoVerifiedAttributes: [email]
#     terraform: |
#       resource "aws_cognito_user_pool" "this" {
#         auto_verified_attributes = ["email"]
#       }
#   resource_types: [AWS::Cognito::UserPool]
package pantheon.checks.cognito.pool_verifies_addresses

import data.pantheon.lib
import rego.v1

skip if input.properties.AdminCreateUserConfig.AllowAdminCreateUserOnly == true

unknown := lib.unread(["DescribeUserPool"])

deny contains "Addresses are not verified." if {
	count(object.get(input.properties, "AutoVerifiedAttributes", [])) == 0
	not input.properties.LambdaConfig.PreSignUp
}
