# METADATA
# title: No account can switch CloudTrail off
# description: >-
#   Looks whether service control policies that are attached to the root deny stopping, deleting and changing trails
#   to all but principals that are named.
# custom:
#   severity: medium
#   risk: >-
#     An intruder who is administrator of an account stops the recording first.
#   remediation:
#     text: >-
#       Attach a policy to the root that denies it to all but the role that manages the trails.
#     cli: |
#       aws organizations create-policy --type SERVICE_CONTROL_POLICY --name protects --description protects \
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
#               Action: [cloudtrail:StopLogging, cloudtrail:DeleteTrail, cloudtrail:UpdateTrail]
#               Resource: "*"
#     terraform: |
#       resource "aws_organizations_policy_attachment" "root" {
#         policy_id = aws_organizations_policy.protects.id
#         target_id = aws_organizations_organization.this.roots[0].id
#       }
#   resource_types: [AWS::Organizations::Organization]
#   reads: [AWS::Organizations::Policy]
#   frameworks:
#     cis_7.0: ["2.1.2"]
package pantheon.checks.organizations.organization_protects_its_trails

import data.pantheon.lib.organizations
import rego.v1

actions := {"cloudtrail:DeleteTrail", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail"}

allowed := {action |
	some action in actions
	not organizations.denies(lower(action))
}

unknown := organizations.unread("SERVICE_CONTROL_POLICY") if count(allowed) > 0

deny contains sprintf("No policy at the root denies %s.", [concat(", ", sort(allowed))]) if count(allowed) > 0
