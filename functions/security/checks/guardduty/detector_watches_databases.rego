# METADATA
# title: GuardDuty watches who logs in to databases
# description: >-
#   Looks whether the detector reads the logins of Aurora and RDS (RDS_LOGIN_EVENTS).
# custom:
#   severity: medium
#   risk: >-
#     Passwords of databases are guessed, or used from a strange place, and nobody hears of it.
#   remediation:
#     text: >-
#       Turn RDS Protection on.
#     cli: >-
#       aws guardduty update-detector --detector-id <detector> --features Name=RDS_LOGIN_EVENTS,Status=ENABLED
#     cloudformation: |
#       Features:
#         - Name: RDS_LOGIN_EVENTS
#           Status: ENABLED
#     terraform: |
#       resource "aws_guardduty_detector_feature" "this" {
#         detector_id = aws_guardduty_detector.this.id
#         name        = "RDS_LOGIN_EVENTS"
#         status      = "ENABLED"
#       }
#   resource_types: [AWS::GuardDuty::Detector]
#   frameworks:
#     fsbp: [GuardDuty.9]
package pantheon.checks.guardduty.detector_watches_databases

import data.pantheon.lib
import data.pantheon.lib.guardduty
import rego.v1

skip if guardduty.is_off

unknown := lib.unread(["Features"])

deny contains "RDS Protection is off." if not guardduty.has("RDS_LOGIN_EVENTS")
