# METADATA
# title: The log groups of trails are protected from deletion
# description: >-
#   Looks whether a log group into which a trail of the account writes has deletion protection.
# custom:
#   severity: low
#   risk: >-
#     An intruder deletes the group, and with it the events, the filters and so the alarms.
#   remediation:
#     text: >-
#       Turn deletion protection on.
#     cli: >-
#       aws logs put-log-group-deletion-protection --log-group-identifier <group> --deletion-protection-enabled
#     cloudformation: |
#       DeletionProtectionEnabled: true
#   resource_types: [AWS::Logs::LogGroup]
#   reads: [AWS::CloudTrail::Trail]
package pantheon.checks.logs.trail_log_group_is_protected_from_deletion

import data.pantheon.lib
import rego.v1

skip if not holds_trail

holds_trail if {
	some trail in lib.present("AWS::CloudTrail::Trail")
	group := trim_suffix(object.get(trail.properties, "CloudWatchLogsLogGroupArn", ""), ":*")
	group == input.arn
}

deny contains "Deletion protection is off." if {
	object.get(input.properties, "DeletionProtectionEnabled", false) != true
}
