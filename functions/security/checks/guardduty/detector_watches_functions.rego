# METADATA
# title: GuardDuty watches the network traffic of Lambda functions
# description: >-
#   Looks whether the detector reads the network logs of functions (LAMBDA_NETWORK_LOGS).
# custom:
#   severity: medium
#   risk: >-
#     A function whose code or library was tampered with talks to its master unnoticed.
#   remediation:
#     text: >-
#       Turn Lambda Protection on.
#     cli: >-
#       aws guardduty update-detector --detector-id <detector> --features Name=LAMBDA_NETWORK_LOGS,Status=ENABLED
#     cloudformation: |
#       Features:
#         - Name: LAMBDA_NETWORK_LOGS
#           Status: ENABLED
#     terraform: |
#       resource "aws_guardduty_detector_feature" "this" {
#         detector_id = aws_guardduty_detector.this.id
#         name        = "LAMBDA_NETWORK_LOGS"
#         status      = "ENABLED"
#       }
#   resource_types: [AWS::GuardDuty::Detector]
package pantheon.checks.guardduty.detector_watches_functions

import data.pantheon.lib
import data.pantheon.lib.guardduty
import rego.v1

skip if guardduty.is_off

unknown := lib.unread(["Features"])

deny contains "Lambda Protection is off." if not guardduty.has("LAMBDA_NETWORK_LOGS")
