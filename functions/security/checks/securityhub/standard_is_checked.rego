# METADATA
# title: Standards of Security Hub are checked
# description: >-
#   Looks whether a standard failed, or cannot be checked in full, such as for want of a recorder of AWS Config.
# custom:
#   severity: medium
#   risk: >-
#     Controls that look fine were never looked at.
#   remediation:
#     text: >-
#       Turn AWS Config on in the region and let it record the resources that the standard asks for.
#     cli: >-
#       aws securityhub get-enabled-standards
#   resource_types: [AWS::SecurityHub::Standard]
package pantheon.checks.securityhub.standard_is_checked

import rego.v1

skip if input.state in {"creating", "deleting"}

reason := object.get(input.properties, "StatusReason", "no reason is given")

deny contains sprintf("The standard is not checked: %s.", [reason]) if input.state == "failed"

deny contains sprintf("The standard is not checked in full: %s.", [reason]) if {
	input.state != "failed"
	input.properties.StatusReason
}
