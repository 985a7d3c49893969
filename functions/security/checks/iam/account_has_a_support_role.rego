# METADATA
# title: Somebody may open cases with AWS Support
# description: >-
#   Looks whether the policy AWSSupportAccess is attached to a role, a group or a user of the account.
# custom:
#   severity: low
#   risk: >-
#     In an incident nobody but the root user can ask AWS for help, so somebody signs in as the root user.
#   remediation:
#     text: >-
#       Make a role for incidents, attach AWSSupportAccess to it and let those assume it who respond to incidents.
#     cli: >-
#       aws iam attach-role-policy --role-name <role> --policy-arn arn:aws:iam::aws:policy/AWSSupportAccess
#     cloudformation: |
#       ManagedPolicyArns:
#         - arn:aws:iam::aws:policy/AWSSupportAccess
#     terraform: |
#       resource "aws_iam_role_policy_attachment" "support" {
#         role       = aws_iam_role.incidents.name
#         policy_arn = "arn:aws:iam::aws:policy/AWSSupportAccess"
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::IAM::Group, AWS::IAM::Role, AWS::IAM::User]
#   frameworks:
#     cis_3.0: ["1.17"]
#     cis_5.0: ["1.16"]
#     cis_7.0: ["2.15"]
package pantheon.checks.iam.account_has_a_support_role

import data.pantheon.lib
import rego.v1

deny contains "The policy AWSSupportAccess is attached to nobody." if not supported

supported if {
	some type in ["AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User"]
	some identity in lib.present(type)
	some arn in object.get(identity.properties, "ManagedPolicyArns", [])
	endswith(arn, ":iam::aws:policy/AWSSupportAccess")
}
