# METADATA
# title: Security Hub turns on new controls by itself
# description: >-
#   Looks whether the hub turns on controls that AWS adds to a standard which is in use (AutoEnableControls).
# custom:
#   severity: low
#   risk: >-
#     New kinds of mistakes are not looked for until somebody reads the release notes.
#   remediation:
#     text: >-
#       Turn the automatic enablement of controls on. Where a configuration policy of the organization manages the
#       hub, set it there.
#     cli: >-
#       aws securityhub update-security-hub-configuration --auto-enable-controls
#     cloudformation: |
#       AutoEnableControls: true
#     terraform: |
#       resource "aws_securityhub_account" "this" {
#         auto_enable_controls = true
#       }
#   resource_types: [AWS::SecurityHub::Hub]
package pantheon.checks.securityhub.hub_takes_new_controls

import rego.v1

deny contains "New controls stay off." if object.get(input.properties, "AutoEnableControls", false) != true
