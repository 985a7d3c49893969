# METADATA
# title: EC2 instances were started within half a year
# description: >-
#   Looks when the instance was started last: more than 180 days ago is too long.
# custom:
#   severity: low
#   risk: >-
#     A kernel is patched by a restart, so an instance that has run for so long runs with known flaws.
#   remediation:
#     text: >-
#       Replace the instance by one of a current image, or patch and restart it in a maintenance window.
#     cli: >-
#       aws ec2 reboot-instances --instance-ids <instance>
#   resource_types: [AWS::EC2::Instance]
package pantheon.checks.ec2.instance_was_started_lately

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

most_days := 180

deny contains sentence if {
	not stopped
	started := input.properties.LaunchTime
	is_string(started)
	days := lib.days_since(started)
	days > most_days
	sentence := sprintf("It has run for %d days without a restart.", [days])
}

# What is stopped tells why.
stopped if contains(lib.get(input.properties, "StateReason", ""), "Shutdown")

stopped if contains(lib.get(input.properties, "StateReason", ""), "Stop")
