# METADATA
# title: Access keys that are off are deleted
# description: >-
#   Looks for access keys of IAM users that were turned off and left.
# custom:
#   severity: low
#   risk: >-
#     Whoever may change a user turns such a key on again, which draws less attention than a new one; its secret may
#     have leaked long ago.
#   remediation:
#     text: >-
#       Delete the key.
#     cli: >-
#       aws iam delete-access-key --user-name <user> --access-key-id <key>
#   resource_types: [AWS::IAM::AccessKey]
package pantheon.checks.iam.access_key_is_in_force

import rego.v1

deny contains sprintf("The key of the user %s is off and was not deleted.", [input.properties.UserName]) if {
	input.properties.Status == "Inactive"
}
