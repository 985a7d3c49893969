# METADATA
# title: Policies let nobody take the rights of others
# description: >-
#   Looks whether a policy of the account, or one inside a user, a group or a role, allows what somebody can use to
#   gain the rights of others, by the published methods of Rhino Security Labs and Bishop Fox: attaching policies,
#   making keys for users, passing any role to a service and so on. Rights over some identities only, and those that
#   ask for a boundary, do not count.
# custom:
#   severity: high
#   risk: >-
#     The holder, or whoever gets hold of the holder, becomes an administrator by a few calls.
#   remediation:
#     text: >-
#       Narrow the actions to the resources that are meant: iam:PassRole to the roles of the application and to one
#       service (iam:PassedToService), changes of identities to a path and under a boundary
#       (iam:PermissionsBoundary).
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#     cloudformation: |
#       PolicyDocument:
#         Statement:
#           - Effect: Allow
#             Action: iam:PassRole
#             Resource: !GetAtt FunctionRole.Arn
#             Condition:
#               StringEquals:
#                 iam:PassedToService: lambda.amazonaws.com
#     terraform: |
#       statement {
#         actions   = ["iam:PassRole"]
#         resources = [aws_iam_role.function.arn]
#         condition {
#           test     = "StringEquals"
#           variable = "iam:PassedToService"
#           values   = ["lambda.amazonaws.com"]
#         }
#       }
#   resource_types: [AWS::IAM::Group, AWS::IAM::ManagedPolicy, AWS::IAM::Role, AWS::IAM::User]
package pantheon.checks.iam.policies_open_no_way_up

import data.pantheon.lib.iam
import rego.v1

skip if not iam.in_force(input)

skip if iam.bounded(input)

deny contains sprintf("The policy %s lets its holder %s.", [name, iam.list_of(ways)]) if {
	some name, document in iam.limited(input)
	ways := iam.ways_up(document)
	count(ways) > 0
}
