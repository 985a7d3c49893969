# METADATA
# title: A policy holds the root users of accounts back
# description: >-
#   Looks whether a service control policy that is attached to the root denies everything to the root users of
#   accounts.
# custom:
#   severity: medium
#   risk: >-
#     Whoever resets the password of a root user, by the mailbox of its address, can do all that the account can.
#   remediation:
#     text: >-
#       Attach a policy to the root that denies all actions where aws:PrincipalArn is that of a root user, and take
#       the credentials of root users away by central root access.
#     cli: |
#       aws organizations create-policy --type SERVICE_CONTROL_POLICY --name root-users --description root-users \
#         --content file://policy.json
#       aws organizations attach-policy --policy-id <policy> --target-id <root>
#     cloudformation: |
#       Type: AWS::Organizations::Policy
#       Properties:
#         Type: SERVICE_CONTROL_POLICY
#         TargetIds: [!Ref Root]
#         Content:
#           Version: "2012-10-17"
#           Statement:
#             - Effect: Deny
#               Action: "*"
#               Resource: "*"
#               Condition:
#                 ArnLike:
#                   aws:PrincipalArn: arn:aws:iam::*:root
#     terraform: |
#       resource "aws_organizations_policy_attachment" "root" {
#         policy_id = aws_organizations_policy.root_users.id
#         target_id = aws_organizations_organization.this.roots[0].id
#       }
#   resource_types: [AWS::Organizations::Organization]
#   reads: [AWS::Organizations::Policy]
#   frameworks:
#     cis_7.0: ["2.1.2"]
package pantheon.checks.organizations.organization_holds_root_users_back

import data.pantheon.lib
import data.pantheon.lib.organizations
import data.pantheon.lib.policies
import rego.v1

unknown := organizations.unread("SERVICE_CONTROL_POLICY") if not held_back

deny contains "No policy at the root holds root users back." if not held_back

held_back if {
	some statement in organizations.denials
	policies.covers_action(statement, "iam:createaccesskey")
	policies.covers_action(statement, "s3:putbucketpolicy")
	some condition in policies.conditions(statement)
	condition.key == "aws:principalarn"
	condition.operator in {"arnequals", "arnlike", "stringlike"}
	some value in condition.values
	lib.fits("arn:aws:iam::222222222222:root", value)
}
