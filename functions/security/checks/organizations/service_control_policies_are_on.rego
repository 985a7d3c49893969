# METADATA
# title: Service control policies are on
# description: >-
#   Looks whether the root of the organization has service control policies switched on.
# custom:
#   severity: medium
#   risk: >-
#     Nothing holds the administrators of an account back, nor an intruder who has become one.
#   remediation:
#     text: >-
#       Switch them on; the policy FullAWSAccess keeps everything allowed until you attach others.
#     cli: >-
#       aws organizations enable-policy-type --root-id <root> --policy-type SERVICE_CONTROL_POLICY
#     terraform: |
#       resource "aws_organizations_organization" "this" {
#         feature_set          = "ALL"
#         enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
#       }
#   resource_types: [AWS::Organizations::Organization]
#   frameworks:
#     cis_7.0: ["2.1.2"]
package pantheon.checks.organizations.service_control_policies_are_on

import data.pantheon.lib.organizations
import rego.v1

deny contains "Service control policies are off." if not organizations.has("SERVICE_CONTROL_POLICY")
