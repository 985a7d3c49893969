# METADATA
# title: EC2 instances report their metrics every minute
# description: >-
#   Looks whether detailed monitoring is on.
# custom:
#   severity: informational
#   risk: >-
#     With one value in five minutes, a burst of stolen computing time or a flood of requests is seen late.
#   remediation:
#     text: >-
#       Turn on detailed monitoring where an alarm or a scaling policy depends on the metrics.
#     cli: >-
#       aws ec2 monitor-instances --instance-ids <instance>
#     cloudformation: |
#       Monitoring: true
#     terraform: |
#       resource "aws_instance" "this" {
#         monitoring = true
#       }
#   resource_types: [AWS::EC2::Instance]
package pantheon.checks.ec2.instance_has_detailed_monitoring

import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "Detailed monitoring is off." if {
	not input.properties.Monitoring == true
}
