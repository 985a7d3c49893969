# METADATA
# title: IAM users with a password have a second factor
# description: >-
#   Looks whether each IAM user who has a password for the console also has a device for multi-factor authentication.
# custom:
#   severity: high
#   risk: >-
#     A password that was guessed, or typed into a copy of the sign-in page, lets a stranger into the console.
#   remediation:
#     text: >-
#       Register a device for the user, best a security key, or delete the password if it is not needed.
#     cli: >-
#       aws iam enable-mfa-device --user-name <user> --serial-number <device> --authentication-code1 <code>
#       --authentication-code2 <next code>
#   resource_types: [AWS::IAM::User]
#   frameworks:
#     cis_3.0: ["1.10"]
#     cis_5.0: ["1.9"]
#     cis_7.0: ["2.10"]
#     fsbp: [IAM.5, IAM.19]
package pantheon.checks.iam.user_with_password_has_a_second_factor

import data.pantheon.lib
import rego.v1

# Where the collector could not tell whether there is a password, there may be one.
skip if {
	not input.properties.LoginProfile
	count(lib.unread(["LoginProfile"])) == 0
}

unknown := lib.unread(["LoginProfile", "MFADevices"])

deny contains "The user signs in with a password alone." if {
	count(object.get(input.properties, "MFADevices", [])) == 0
}
