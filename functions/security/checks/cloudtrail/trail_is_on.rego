# METADATA
# title: Trails are on
# description: >-
#   Looks whether each trail of the account records.
# custom:
#   severity: medium
#   risk: >-
#     Somebody switched the trail off, by mistake or to hide something, and everybody believes that it records.
#   remediation:
#     text: >-
#       Find out in the history of events who called StopLogging, then start the trail again or delete it.
#     cli: >-
#       aws cloudtrail start-logging --name <trail>
#     cloudformation: |
#       IsLogging: true
#     terraform: |
#       resource "aws_cloudtrail" "this" {
#         enable_logging = true
#       }
#   resource_types: [AWS::CloudTrail::Trail]
package pantheon.checks.cloudtrail.trail_is_on

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["IsLogging"])

deny contains "The trail is off." if object.get(input.properties, "IsLogging", false) != true
