# METADATA
# title: Stacks are protected from deletion
# description: >-
#   Looks whether termination protection is on. Stacks inside of others are protected with their root and left out.
# custom:
#   severity: low
#   risk: >-
#     One command in the wrong account deletes the stack, and with it databases and buckets that nobody told
#     CloudFormation to keep.
#   remediation:
#     text: >-
#       Turn termination protection on.
#     cli: >-
#       aws cloudformation update-termination-protection --stack-name <stack> --enable-termination-protection
#   resource_types: [AWS::CloudFormation::Stack]
package pantheon.checks.cloudformation.stack_is_protected_from_deletion

import rego.v1

skip if input.state in {"creating", "deleting"}

skip if object.get(input.properties, "ParentId", "") != ""

deny contains "Termination protection is off." if {
	object.get(input.properties, "EnableTerminationProtection", false) != true
}
