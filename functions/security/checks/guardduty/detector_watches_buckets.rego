# METADATA
# title: GuardDuty watches what is done with objects in S3
# description: >-
#   Looks whether the detector reads the data events of S3 (S3_DATA_EVENTS).
# custom:
#   severity: medium
#   risk: >-
#     Somebody who copies or deletes the objects of a bucket from a strange place goes unnoticed.
#   remediation:
#     text: >-
#       Turn S3 Protection on; it needs no trail of its own.
#     cli: >-
#       aws guardduty update-detector --detector-id <detector> --features Name=S3_DATA_EVENTS,Status=ENABLED
#     cloudformation: |
#       Features:
#         - Name: S3_DATA_EVENTS
#           Status: ENABLED
#     terraform: |
#       resource "aws_guardduty_detector_feature" "this" {
#         detector_id = aws_guardduty_detector.this.id
#         name        = "S3_DATA_EVENTS"
#         status      = "ENABLED"
#       }
#   resource_types: [AWS::GuardDuty::Detector]
#   frameworks:
#     fsbp: [GuardDuty.10]
package pantheon.checks.guardduty.detector_watches_buckets

import data.pantheon.lib
import data.pantheon.lib.guardduty
import rego.v1

skip if guardduty.is_off

unknown := lib.unread(["Features"])

deny contains "S3 Protection is off." if not guardduty.has("S3_DATA_EVENTS")
