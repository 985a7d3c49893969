# METADATA
# title: User pools offer a second factor that is no message
# description: >-
#   Looks whether the users of a pool that knows second factors can have an application for codes or a passkey, and
#   not only messages by telephone or mail.
# custom:
#   severity: low
#   risk: >-
#     Somebody who talks a shop into a new card for a telephone number, or reads a mailbox, gets the codes.
#   remediation:
#     text: >-
#       Turn on codes from an application; leave messages to those who have nothing else.
#     cli: >-
#       aws cognito-idp set-user-pool-mfa-config --user-pool-id <pool> --software-token-mfa-configuration
#       Enabled=true --mfa-configuration ON
#     cloudformation: |
#       EnabledMfas: [SOFTWARE_TOKEN_MFA]
#     terraform: |
#       resource "aws_cognito_user_pool" "this" {
#         software_token_mfa_configuration {
#           enabled = true
#         }
#       }
#   resource_types: [AWS::Cognito::UserPool]
package pantheon.checks.cognito.pool_offers_more_than_text_messages

import data.pantheon.lib
import rego.v1

skip if {
	object.get(input.properties, "MfaConfiguration", "OFF") == "OFF"
	count(unknown) == 0
}

unknown := lib.unread(["DescribeUserPool", "EnabledMfas"])

factors := {factor | some factor in object.get(input.properties, "EnabledMfas", [])}

passkeys if {
	sign_in := object.get(object.get(input.properties, "Policies", {}), "SignInPolicy", {})
	"WEB_AUTHN" in object.get(sign_in, "AllowedFirstAuthFactors", [])
}

deny contains sprintf("Second factors are messages only: %s.", [concat(", ", sort(factors))]) if {
	count(factors) > 0
	count(factors - {"EMAIL_OTP", "SMS_MFA"}) == 0
	not passkeys
}
