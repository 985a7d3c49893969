# METADATA
# title: Stacks are as their templates say
# description: >-
#   Looks whether the last comparison of a stack with its template found resources that were changed or deleted by
#   hand.
# custom:
#   severity: low
#   risk: >-
#     What was reviewed is not what runs: a port that was opened by hand is in no template, and the next deployment
#     closes, or breaks, something.
#   remediation:
#     text: >-
#       Bring the change into the template, or deploy the template again.
#     cli: |
#       aws cloudformation detect-stack-drift --stack-name <stack>
#       aws cloudformation describe-stack-resource-drifts --stack-name <stack>
#   resource_types: [AWS::CloudFormation::Stack]
package pantheon.checks.cloudformation.stack_has_not_drifted

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown := lib.unread(["StackResourceDrifts"])

drifted := {sprintf("%s (%s)", [drift.LogicalResourceId, lower(drift.StackResourceDriftStatus)]) |
	some drift in object.get(input.properties, "StackResourceDrifts", [])
	drift.StackResourceDriftStatus in {"DELETED", "MODIFIED"}
}

deny contains sprintf("Changed by hand: %s.", [concat(", ", sort(drifted))]) if {
	input.properties.DriftStatus == "DRIFTED"
	count(drifted) > 0
}

deny contains "Something was changed by hand." if {
	input.properties.DriftStatus == "DRIFTED"
	count(drifted) == 0
}
