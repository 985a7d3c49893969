# METADATA
# title: Auto Scaling groups replace what is unhealthy
# description: >-
#   Looks whether one of the processes by which the group notices and replaces unhealthy instances is suspended.
# custom:
#   severity: low
#   risk: >-
#     Instances that failed or were broken into stay, and a group that was held for an hour during an incident is
#     never let go again.
#   remediation:
#     text: >-
#       Resume the processes.
#     cli: >-
#       aws autoscaling resume-processes --auto-scaling-group-name <group>
#   resource_types: [AWS::AutoScaling::AutoScalingGroup]
package pantheon.checks.autoscaling.group_heals_itself

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	some process in lib.get(input.properties, "SuspendedProcesses", [])
	process in {"HealthCheck", "Launch", "ReplaceUnhealthy", "Terminate"}
	sentence := sprintf("The process %s is suspended.", [process])
}
