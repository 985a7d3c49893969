# METADATA
# title: Users of pools are invited
# description: >-
#   Looks whether anybody may register with a pool. A pool for customers has to allow that, and can mute this.
# custom:
#   severity: low
#   risk: >-
#     Strangers get tokens of a pool that was meant for employees, and everything that only asks for a valid token
#     lets them in.
#   remediation:
#     text: >-
#       Let administrators create users, and turn self-registration off.
#     cli: >-
#       aws cognito-idp update-user-pool --user-pool-id <pool> --admin-create-user-config
#       AllowAdminCreateUserOnly=true
#     cloudformation: |
#       AdminCreateUserConfig:
#         AllowAdminCreateUserOnly: true
#     terraform: |
#       resource "aws_cognito_user_pool" "this" {
#         admin_create_user_config {
#           allow_admin_create_user_only = true
#         }
#       }
#   resource_types: [AWS::Cognito::UserPool]
package pantheon.checks.cognito.pool_users_are_invited

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeUserPool"])

config := object.get(input.properties, "AdminCreateUserConfig", {})

deny contains "Anybody may register." if object.get(config, "AllowAdminCreateUserOnly", false) != true
