# METADATA
# title: Alarms may do what they are meant to do
# description: >-
#   Looks whether the actions of an alarm are switched off.
# custom:
#   severity: low
#   risk: >-
#     The alarm rings and nobody is told: it was silenced for a deployment, or by somebody who had something to hide.
#   remediation:
#     text: >-
#       Switch the actions on again.
#     cli: >-
#       aws cloudwatch enable-alarm-actions --alarm-names <alarm>
#     cloudformation: |
#       ActionsEnabled: true
#     terraform: |
#       resource "aws_cloudwatch_metric_alarm" "this" {
#         actions_enabled = true
#       }
#   resource_types: [AWS::CloudWatch::Alarm, AWS::CloudWatch::CompositeAlarm]
package pantheon.checks.cloudwatch.alarm_may_act

import rego.v1

deny contains "The actions of the alarm are switched off." if input.properties.ActionsEnabled == false
