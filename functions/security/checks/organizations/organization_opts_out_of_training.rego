# METADATA
# title: AWS may not use the company's content to improve its AI services
# description: >-
#   Looks whether a policy that is attached to the root opts all accounts out of the use of content by the AI
#   services of AWS, by default for all services.
# custom:
#   severity: low
#   risk: >-
#     Texts, speech and pictures that are given to these services may be kept, and in other regions than the company
#     thinks.
#   remediation:
#     text: >-
#       Switch these policies on, and attach one to the root that opts out by default.
#     cli: |
#       aws organizations enable-policy-type --root-id <root> --policy-type AISERVICES_OPT_OUT_POLICY
#       aws organizations create-policy --type AISERVICES_OPT_OUT_POLICY --name opt-out --description opt-out \
#         --content '{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}'
#       aws organizations attach-policy --policy-id <policy> --target-id <root>
#     terraform: |
#       resource "aws_organizations_policy" "opt_out" {
#         name    = "opt-out"
#         type    = "AISERVICES_OPT_OUT_POLICY"
#         content = jsonencode({ services = { default = { opt_out_policy = { "@@assign" = "optOut" } } } })
#       }
#   resource_types: [AWS::Organizations::Organization]
#   reads: [AWS::Organizations::Policy]
package pantheon.checks.organizations.organization_opts_out_of_training

import data.pantheon.lib.organizations
import rego.v1

unknown := organizations.unread("AISERVICES_OPT_OUT_POLICY") if not opted_out

deny contains "No policy at the root opts out." if not opted_out

opted_out if {
	some policy in organizations.at_root("AISERVICES_OPT_OUT_POLICY")
	policy.properties.Content.services["default"].opt_out_policy["@@assign"] == "optOut"
}
