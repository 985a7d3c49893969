# METADATA
# title: Policies of the organization are attached to something
# description: >-
#   Looks for policies of the organization that bind no account.
# custom:
#   severity: low
#   risk: >-
#     Everybody believes that the policy holds, and it was detached, by mistake or to get around it.
#   remediation:
#     text: >-
#       Attach the policy to the root, a unit or an account, or delete it.
#     cli: >-
#       aws organizations attach-policy --policy-id <policy> --target-id <root, unit or account>
#     terraform: |
#       resource "aws_organizations_policy_attachment" "this" {
#         policy_id = aws_organizations_policy.this.id
#         target_id = aws_organizations_organizational_unit.this.id
#       }
#   resource_types: [AWS::Organizations::Policy]
package pantheon.checks.organizations.policy_is_attached

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["TargetIds"])

deny contains "The policy is attached to nothing." if count(object.get(input.properties, "TargetIds", [])) == 0
