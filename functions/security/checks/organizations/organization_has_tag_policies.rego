# METADATA
# title: Tag policies say how resources are tagged
# description: >-
#   Looks whether tag policies are on, and one is attached to something.
# custom:
#   severity: informational
#   risk: >-
#     Costs, owners and rights that hang on tags (aws:ResourceTag) come out wrong, since everybody spells them
#     otherwise.
#   remediation:
#     text: >-
#       Switch tag policies on, write down the keys and their values, and attach the policy to the root.
#     cli: >-
#       aws organizations enable-policy-type --root-id <root> --policy-type TAG_POLICY
#     terraform: |
#       resource "aws_organizations_policy_attachment" "root" {
#         policy_id = aws_organizations_policy.tags.id
#         target_id = aws_organizations_organization.this.roots[0].id
#       }
#   resource_types: [AWS::Organizations::Organization]
#   reads: [AWS::Organizations::Policy]
package pantheon.checks.organizations.organization_has_tag_policies

import data.pantheon.lib
import data.pantheon.lib.organizations
import rego.v1

deny contains "Tag policies are off." if not organizations.has("TAG_POLICY")

deny contains "No tag policy is attached to anything." if {
	organizations.has("TAG_POLICY")
	not attached
}

unknown := organizations.unread("TAG_POLICY") if not attached

attached if {
	some policy in lib.present("AWS::Organizations::Policy")
	policy.properties.Type == "TAG_POLICY"
	count(object.get(policy.properties, "TargetIds", [])) > 0
}
