# METADATA
# title: No account can leave the organization by itself
# description: >-
#   Looks whether a service control policy that is attached to the root denies leaving the organization.
# custom:
#   severity: medium
#   risk: >-
#     An intruder who is administrator of an account takes it out of the organization, and with it out of the reach
#     of all policies and logs.
#   remediation:
#     text: >-
#       Attach a policy to the root that denies it.
#     cli: |
#       aws organizations create-policy --type SERVICE_CONTROL_POLICY --name keeps --description keeps \
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
#               Action: [organizations:LeaveOrganization]
#               Resource: "*"
#     terraform: |
#       resource "aws_organizations_policy_attachment" "root" {
#         policy_id = aws_organizations_policy.keeps.id
#         target_id = aws_organizations_organization.this.roots[0].id
#       }
#   resource_types: [AWS::Organizations::Organization]
#   reads: [AWS::Organizations::Policy]
#   frameworks:
#     cis_7.0: ["2.1.2"]
package pantheon.checks.organizations.organization_keeps_its_accounts

import data.pantheon.lib.organizations
import rego.v1

actions := {"organizations:LeaveOrganization"}

allowed := {action |
	some action in actions
	not organizations.denies(lower(action))
}

unknown := organizations.unread("SERVICE_CONTROL_POLICY") if count(allowed) > 0

deny contains sprintf("No policy at the root denies %s.", [concat(", ", sort(allowed))]) if count(allowed) > 0
