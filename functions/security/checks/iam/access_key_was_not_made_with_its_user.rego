# METADATA
# title: People get no access keys along with their user
# description: >-
#   Looks for access keys in force that were made within five minutes of a user who also has a password: a key that
#   nobody asked for.
# custom:
#   severity: low
#   risk: >-
#     Keys that come with every user lie about in mails and downloads of people who never needed one.
#   remediation:
#     text: >-
#       Delete the key. Who needs one makes it later, for a purpose.
#     cli: >-
#       aws iam delete-access-key --user-name <user> --access-key-id <key>
#   resource_types: [AWS::IAM::AccessKey]
#   reads: [AWS::IAM::User]
#   frameworks:
#     cis_3.0: ["1.11"]
#     cis_5.0: ["1.10"]
package pantheon.checks.iam.access_key_was_not_made_with_its_user

import data.pantheon.lib
import rego.v1

skip if object.get(input.properties, "Status", "Active") != "Active"

users := lib.needed(input, "AWS::IAM::User")

unknown contains sprintf("Whether %s has a password could not be read.", [user.native_id]) if {
	some user in users
	made_together(user)
	"LoginProfile" in object.get(user.properties, "Unread", [])
}

deny contains sprintf("The key was made together with the user %s, who has a password.", [user.native_id]) if {
	some user in users
	user.properties.LoginProfile
	made_together(user)
}

made_together(user) if {
	is_string(input.created_at)
	is_string(user.created_at)
	apart := time.parse_rfc3339_ns(input.created_at) - time.parse_rfc3339_ns(user.created_at)
	abs(apart) <= 300000000000
}
