# METADATA
# title: A policy limits the regions that accounts use
# description: >-
#   Looks whether a service control policy that is attached to the root denies what is asked for in other regions
#   than those that are named (aws:RequestedRegion).
# custom:
#   severity: low
#   risk: >-
#     Intruders start machines in regions where nobody of the company ever looks, and data ends up where the law is
#     another.
#   remediation:
#     text: >-
#       Attach a policy to the root that denies all but the regions that you use, and leaves out services that belong
#       to no region (NotAction).
#     cli: |
#       aws organizations create-policy --type SERVICE_CONTROL_POLICY --name regions --description regions \
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
#               NotAction: ["cloudfront:*", "iam:*", "organizations:*", "route53:*", "sts:*", "support:*"]
#               Resource: "*"
#               Condition:
#                 StringNotEquals:
#                   aws:RequestedRegion: [eu-west-1, eu-central-1]
#     terraform: |
#       resource "aws_organizations_policy_attachment" "root" {
#         policy_id = aws_organizations_policy.regions.id
#         target_id = aws_organizations_organization.this.roots[0].id
#       }
#   resource_types: [AWS::Organizations::Organization]
#   reads: [AWS::Organizations::Policy]
package pantheon.checks.organizations.organization_limits_regions

import data.pantheon.lib.organizations
import data.pantheon.lib.policies
import rego.v1

unknown := organizations.unread("SERVICE_CONTROL_POLICY") if not limited

deny contains "No policy at the root limits the regions." if not limited

limited if {
	some statement in organizations.denials
	policies.covers_action(statement, "ec2:runinstances")
	some condition in policies.conditions(statement)
	condition.key == "aws:requestedregion"
	startswith(condition.operator, "stringnot")
}
