# METADATA
# title: Resource control policies are on
# description: >-
#   Looks whether the root of the organization has resource control policies switched on, which limit who from
#   outside may use buckets, keys, secrets, queues and roles, whatever their own policies say.
# custom:
#   severity: low
#   risk: >-
#     One policy of a bucket or a key, written by mistake, opens it to strangers, in any account.
#   remediation:
#     text: >-
#       Switch them on, and attach one that denies all but the organization (aws:PrincipalOrgID) and the services of
#       AWS.
#     cli: >-
#       aws organizations enable-policy-type --root-id <root> --policy-type RESOURCE_CONTROL_POLICY
#     terraform: |
#       resource "aws_organizations_organization" "this" {
#         feature_set          = "ALL"
#         enabled_policy_types = ["RESOURCE_CONTROL_POLICY"]
#       }
#   resource_types: [AWS::Organizations::Organization]
#   frameworks:
#     cis_7.0: ["2.1.2"]
package pantheon.checks.organizations.resource_control_policies_are_on

import data.pantheon.lib.organizations
import rego.v1

deny contains "Resource control policies are off." if not organizations.has("RESOURCE_CONTROL_POLICY")
