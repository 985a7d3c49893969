# METADATA
# title: IAM users get their rights from groups
# description: >-
#   Looks for policies that are attached to a user or written into one.
# custom:
#   severity: low
#   risk: >-
#     Rights that were given to a person stay when the task changes, and nobody sees them by looking at the groups.
#   remediation:
#     text: >-
#       Put the user into a group that has the policies, then detach and delete the user's own.
#     cli: |
#       aws iam add-user-to-group --user-name <user> --group-name <group>
#       aws iam detach-user-policy --user-name <user> --policy-arn <policy>
#       aws iam delete-user-policy --user-name <user> --policy-name <policy>
#     terraform: |
#       resource "aws_iam_user_group_membership" "this" {
#         user   = aws_iam_user.this.name
#         groups = [aws_iam_group.this.name]
#       }
#   resource_types: [AWS::IAM::User]
#   frameworks:
#     cis_3.0: ["1.15"]
#     cis_5.0: ["1.14"]
#     cis_7.0: ["2.13"]
#     fsbp: [IAM.2]
package pantheon.checks.iam.user_gets_rights_from_groups

import rego.v1

deny contains sprintf("The policy %s is attached to the user.", [arn]) if {
	some arn in object.get(input.properties, "ManagedPolicyArns", [])
}

deny contains sprintf("The policy %s is written into the user.", [policy.PolicyName]) if {
	some policy in object.get(input.properties, "Policies", [])
}
