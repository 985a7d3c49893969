# METADATA
# title: Stacks are whole
# description: >-
#   Looks for stacks whose creation, change, rollback or deletion failed.
# custom:
#   severity: low
#   risk: >-
#     Nobody can deploy to the stack, so mistakes in it are mended by hand or not at all; and half of it goes on
#     running.
#   remediation:
#     text: >-
#       Read the events of the stack for the first failure, mend it, and continue the rollback, or delete the stack.
#     cli: |
#       aws cloudformation describe-stack-events --stack-name <stack>
#       aws cloudformation continue-update-rollback --stack-name <stack>
#   resource_types: [AWS::CloudFormation::Stack]
package pantheon.checks.cloudformation.stack_is_whole

import rego.v1

broken := {made.LogicalResourceId |
	some made in object.get(input.properties, "Resources", [])
	endswith(object.get(made, "ResourceStatus", ""), "_FAILED")
}

deny contains "The last operation on the stack failed." if {
	input.state == "failed"
	count(broken) == 0
}

deny contains sprintf("The last operation on the stack failed at %s.", [concat(", ", sort(broken))]) if {
	input.state == "failed"
	count(broken) > 0
}
