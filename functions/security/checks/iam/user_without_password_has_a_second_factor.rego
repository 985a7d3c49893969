# METADATA
# title: IAM users without a password have a second factor, too
# description: >-
#   Looks whether each IAM user who has no password, and so works with access keys, has a device for multi-factor
#   authentication, for which policies can ask before what is dangerous is done.
# custom:
#   severity: low
#   risk: >-
#     Whoever finds the key of the user can do all that the user can.
#   remediation:
#     text: >-
#       For a person, register a device and ask for it in the policies (aws:MultiFactorAuthPresent). Replace the user
#       of a machine by a role.
#     cli: >-
#       aws iam enable-mfa-device --user-name <user> --serial-number <device> --authentication-code1 <code>
#       --authentication-code2 <next code>
#   resource_types: [AWS::IAM::User]
#   frameworks:
#     fsbp: [IAM.19]
package pantheon.checks.iam.user_without_password_has_a_second_factor

import data.pantheon.lib
import rego.v1

skip if input.properties.LoginProfile

unknown := lib.unread(["LoginProfile", "MFADevices"])

deny contains "The user has no device for multi-factor authentication." if {
	count(object.get(input.properties, "MFADevices", [])) == 0
}
