# METADATA
# title: Alarms do something when they ring
# description: >-
#   Looks whether something is to happen when the alarm rings: somebody is told, a group scales, an instance stops.
#   Alarms that a composite alarm asks need nothing of their own.
# custom:
#   severity: low
#   risk: >-
#     The alarm rings on a page that nobody looks at.
#   remediation:
#     text: >-
#       Give the alarm a topic to which those subscribe who respond, or delete it.
#     cli: >-
#       aws cloudwatch put-metric-alarm --alarm-name <alarm> --alarm-actions <topic> …
#     cloudformation: |
#       AlarmActions:
#         - !Ref Topic
#     terraform: |
#       resource "aws_cloudwatch_metric_alarm" "this" {
#         alarm_actions = [aws_sns_topic.alarms.arn]
#       }
#   resource_types: [AWS::CloudWatch::Alarm, AWS::CloudWatch::CompositeAlarm]
#   reads: [AWS::CloudWatch::CompositeAlarm]
package pantheon.checks.cloudwatch.alarm_has_an_action

import data.pantheon.lib
import rego.v1

skip if {
	some composite in lib.present("AWS::CloudWatch::CompositeAlarm")
	input.id in object.get(composite, "dependencies", [])
}

deny contains "Nothing happens when the alarm rings." if count(object.get(input.properties, "AlarmActions", [])) == 0
