# METADATA
# title: IAM users without a password and keys are deleted
# description: >-
#   Looks for IAM users who have neither a password nor an access key, and so cannot call AWS by themselves.
# custom:
#   severity: low
#   risk: >-
#     Such a user keeps its rights and is looked after by nobody; whoever may make keys for users takes it over.
#   remediation:
#     text: >-
#       Delete the user. One that only holds keys for SSH or credentials of a single service can be replaced by a
#       role.
#     cli: >-
#       aws iam delete-user --user-name <user>
#   resource_types: [AWS::IAM::User]
#   reads: [AWS::IAM::AccessKey]
package pantheon.checks.iam.user_has_a_password_or_a_key

import data.pantheon.lib
import rego.v1

has_key if {
	some key in lib.present("AWS::IAM::AccessKey")
	key.properties.UserName == input.native_id
}

unknown contains sentence if {
	not has_key
	some sentence in lib.unread(["LoginProfile"])
}

deny contains "The user has neither a password nor an access key." if {
	not input.properties.LoginProfile
	not has_key
}
