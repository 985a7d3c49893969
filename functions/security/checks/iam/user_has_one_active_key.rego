# METADATA
# title: IAM users have one access key in force
# description: >-
#   Looks whether an IAM user has two access keys that are in force. Two are needed only while one replaces the
#   other.
# custom:
#   severity: low
#   risk: >-
#     A second key doubles what can leak, and leaves no room for the exchange of one that has leaked.
#   remediation:
#     text: >-
#       Find out which of the keys is used, turn the other one off and delete it.
#     cli: |
#       aws iam get-access-key-last-used --access-key-id <key>
#       aws iam delete-access-key --user-name <user> --access-key-id <key>
#   resource_types: [AWS::IAM::User]
#   reads: [AWS::IAM::AccessKey]
#   frameworks:
#     cis_3.0: ["1.13"]
#     cis_5.0: ["1.12"]
package pantheon.checks.iam.user_has_one_active_key

import data.pantheon.lib.iam
import rego.v1

keys := iam.active_keys(input)

deny contains sprintf("Two access keys are in force: %s.", [names]) if {
	count(keys) > 1
	names := concat(", ", sort([key.native_id | some key in keys]))
}
