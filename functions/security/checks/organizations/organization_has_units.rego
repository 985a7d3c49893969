# METADATA
# title: Accounts are sorted into organizational units
# description: >-
#   Looks whether the organization has units, to which policies are attached by what accounts are for.
# custom:
#   severity: low
#   risk: >-
#     Without units the same policies bind the sandbox and the accounts of customers, so they bind neither well.
#   remediation:
#     text: >-
#       Make units by environment and sensitivity, at least for security, production and the rest, and move the
#       accounts there.
#     cli: >-
#       aws organizations create-organizational-unit --parent-id <root> --name Production
#     cloudformation: |
#       Type: AWS::Organizations::OrganizationalUnit
#       Properties:
#         Name: Production
#         ParentId: !Ref Root
#     terraform: |
#       resource "aws_organizations_organizational_unit" "production" {
#         name      = "Production"
#         parent_id = aws_organizations_organization.this.roots[0].id
#       }
#   resource_types: [AWS::Organizations::Organization]
#   reads: [AWS::Organizations::OrganizationalUnit]
#   frameworks:
#     cis_7.0: ["2.1.4"]
package pantheon.checks.organizations.organization_has_units

import data.pantheon.lib
import rego.v1

deny contains "The organization has no units." if count(lib.present("AWS::Organizations::OrganizationalUnit")) == 0
