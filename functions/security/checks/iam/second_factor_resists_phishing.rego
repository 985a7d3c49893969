# METADATA
# title: The second factors of IAM users resist phishing
# description: >-
#   Looks whether IAM users who have a password and a second factor have a passkey or a security key among their
#   devices, and not only devices that show codes.
# custom:
#   severity: low
#   risk: >-
#     A false sign-in page hands a typed code on to AWS at once; a passkey or a security key answers to the true page
#     alone.
#   remediation:
#     text: >-
#       Register a passkey or a security key for the user and remove the device that shows codes.
#     cli: >-
#       aws iam deactivate-mfa-device --user-name <user> --serial-number <device that shows codes>
#   resource_types: [AWS::IAM::User]
package pantheon.checks.iam.second_factor_resists_phishing

import data.pantheon.lib
import rego.v1

devices := object.get(input.properties, "MFADevices", [])

skip if {
	not input.properties.LoginProfile
	count(unknown) == 0
}

skip if {
	count(devices) == 0
	count(unknown) == 0
}

unknown := lib.unread(["LoginProfile", "MFADevices"])

deny contains sprintf("All second factors show codes: %s.", [concat(", ", devices)]) if {
	every device in devices {
		not contains(device, ":u2f/")
	}
}
