# METADATA
# title: Access keys are replaced within 90 days
# description: >-
#   Looks how old each access key of an IAM user is that is in force.
# custom:
#   severity: medium
#   risk: >-
#     A key that leaked with a laptop, a log or a repository works until somebody replaces it.
#   remediation:
#     text: >-
#       Make a second key, move what uses the first to it, turn the first off and delete it a few days later. Where
#       you can, use roles, which have no keys to replace.
#     cli: |
#       aws iam create-access-key --user-name <user>
#       aws iam update-access-key --user-name <user> --access-key-id <old key> --status Inactive
#       aws iam delete-access-key --user-name <user> --access-key-id <old key>
#   resource_types: [AWS::IAM::AccessKey]
#   frameworks:
#     cis_3.0: ["1.14"]
#     cis_5.0: ["1.13"]
#     cis_7.0: ["2.12"]
#     fsbp: [IAM.3]
package pantheon.checks.iam.access_key_is_rotated

import data.pantheon.lib
import rego.v1

skip if object.get(input.properties, "Status", "Active") != "Active"

unknown contains "When the key was made could not be read." if not is_string(input.created_at)

deny contains sprintf("The key of the user %s is %v days old.", [input.properties.UserName, age]) if {
	is_string(input.created_at)
	age := lib.days_since(input.created_at)
	age > 90
}
