# METADATA
# title: The organization has all features
# description: >-
#   Looks whether the organization manages policies, and not only bills.
# custom:
#   severity: medium
#   risk: >-
#     Nothing holds the administrators of an account back: each can switch logs off, leave the organization, or work
#     in any region.
#   remediation:
#     text: >-
#       Enable all features; every account that was invited has to agree.
#     cli: >-
#       aws organizations enable-all-features
#     terraform: |
#       resource "aws_organizations_organization" "this" {
#         feature_set = "ALL"
#       }
#   resource_types: [AWS::Organizations::Organization]
#   frameworks:
#     cis_7.0: ["2.1.2"]
package pantheon.checks.organizations.organization_has_all_features

import rego.v1

deny contains "The organization only consolidates bills." if {
	object.get(input.properties, "FeatureSet", "CONSOLIDATED_BILLING") != "ALL"
}
