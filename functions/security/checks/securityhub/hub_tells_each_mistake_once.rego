# METADATA
# title: Security Hub tells each mistake once
# description: >-
#   Looks whether the hub makes one finding for a control, and not one for each standard that has it
#   (ControlFindingGenerator).
# custom:
#   severity: informational
#   risk: >-
#     The same mistake is counted three times, muted twice and forgotten once.
#   remediation:
#     text: >-
#       Turn consolidated control findings on, best in the account of the administrator.
#     cli: >-
#       aws securityhub update-security-hub-configuration --control-finding-generator SECURITY_CONTROL
#     cloudformation: |
#       ControlFindingGenerator: SECURITY_CONTROL
#     terraform: |
#       resource "aws_securityhub_account" "this" {
#         control_finding_generator = "SECURITY_CONTROL"
#       }
#   resource_types: [AWS::SecurityHub::Hub]
package pantheon.checks.securityhub.hub_tells_each_mistake_once

import rego.v1

deny contains "Each standard makes a finding of its own." if {
	object.get(input.properties, "ControlFindingGenerator", "STANDARD_CONTROL") != "SECURITY_CONTROL"
}
