# METADATA
# title: User pools act on threats
# description: >-
#   Looks whether threat protection of a pool is in full function: it recognizes passwords that leaked elsewhere and
#   sign-ins that look strange, and blocks them or asks for a second factor.
# custom:
#   severity: medium
#   risk: >-
#     Lists of passwords that leaked elsewhere are tried on all customers, and some fit.
#   remediation:
#     text: >-
#       Turn threat protection on in full function; it needs the plan Plus.
#     cli: >-
#       aws cognito-idp update-user-pool --user-pool-id <pool> --user-pool-add-ons AdvancedSecurityMode=ENFORCED
#       --user-pool-tier PLUS
#     cloudformation: |
#       UserPoolTier: PLUS
#       UserPoolAddOns:
#         AdvancedSecurityMode: ENFORCED
#     terraform: |
#       resource "aws_cognito_user_pool" "this" {
#         user_pool_tier = "PLUS"
#         user_pool_add_ons {
#           advanced_security_mode = "ENFORCED"
#         }
#       }
#   resource_types: [AWS::Cognito::UserPool]
#   frameworks:
#     fsbp: [Cognito.1]
package pantheon.checks.cognito.pool_acts_on_threats

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeUserPool"])

mode := object.get(object.get(input.properties, "UserPoolAddOns", {}), "AdvancedSecurityMode", "OFF")

deny contains "Threat protection is off." if mode == "OFF"

deny contains "Threat protection only watches." if mode == "AUDIT"
