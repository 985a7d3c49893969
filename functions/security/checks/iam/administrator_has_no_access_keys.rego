# METADATA
# title: Administrators have no access keys
# description: >-
#   Looks whether the user of an access key in force may do everything, or give itself any right: by
#   AdministratorAccess, IAMFullAccess or a policy of the account, attached to the user, inside it, or by one of its
#   groups. Of the policies of AWS only those two are known.
# custom:
#   severity: high
#   risk: >-
#     A key that leaks once, in a repository or from a laptop, hands over the whole account, and asks for no second
#     factor.
#   remediation:
#     text: >-
#       Let administrators sign in through an identity provider and assume a role, and delete the key. What runs
#       unattended gets a role with the rights that it needs.
#     cli: >-
#       aws iam delete-access-key --user-name <user> --access-key-id <key>
#   resource_types: [AWS::IAM::AccessKey]
#   reads: [AWS::IAM::Group, AWS::IAM::ManagedPolicy, AWS::IAM::User]
package pantheon.checks.iam.administrator_has_no_access_keys

import data.pantheon.lib
import data.pantheon.lib.iam
import rego.v1

skip if object.get(input.properties, "Status", "Active") != "Active"

deny contains sprintf("The key is that of %s, an administrator by the policy %s.", [user.native_id, power]) if {
	some user in lib.needed(input, "AWS::IAM::User")
	some power in iam.powers_of_user(user)
}
