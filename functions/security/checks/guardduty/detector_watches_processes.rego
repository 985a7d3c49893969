# METADATA
# title: GuardDuty watches the processes of instances and containers
# description: >-
#   Looks whether the detector monitors what runs on EC2, ECS and EKS (RUNTIME_MONITORING). The older monitoring of
#   EKS alone does not count.
# custom:
#   severity: medium
#   risk: >-
#     From the network alone nobody sees a shell in a container, a miner or a read of credentials.
#   remediation:
#     text: >-
#       Turn Runtime Monitoring on, and let GuardDuty manage the agents.
#     cli: >-
#       aws guardduty update-detector --detector-id <detector> --features Name=RUNTIME_MONITORING,Status=ENABLED
#     cloudformation: |
#       Features:
#         - Name: RUNTIME_MONITORING
#           Status: ENABLED
#     terraform: |
#       resource "aws_guardduty_detector_feature" "this" {
#         detector_id = aws_guardduty_detector.this.id
#         name        = "RUNTIME_MONITORING"
#         status      = "ENABLED"
#       }
#   resource_types: [AWS::GuardDuty::Detector]
package pantheon.checks.guardduty.detector_watches_processes

import data.pantheon.lib
import data.pantheon.lib.guardduty
import rego.v1

skip if guardduty.is_off

unknown := lib.unread(["Features"])

deny contains "Runtime Monitoring is off." if not guardduty.has("RUNTIME_MONITORING")
