# METADATA
# title: GuardDuty watches the audit logs of Kubernetes
# description: >-
#   Looks whether the detector reads the audit logs of EKS clusters (EKS_AUDIT_LOGS).
# custom:
#   severity: medium
#   risk: >-
#     Somebody who takes over a cluster, by an open dashboard or a stolen token, goes unnoticed.
#   remediation:
#     text: >-
#       Turn EKS Protection on; it reads the logs itself, so the clusters need not export them.
#     cli: >-
#       aws guardduty update-detector --detector-id <detector> --features Name=EKS_AUDIT_LOGS,Status=ENABLED
#     cloudformation: |
#       Features:
#         - Name: EKS_AUDIT_LOGS
#           Status: ENABLED
#     terraform: |
#       resource "aws_guardduty_detector_feature" "this" {
#         detector_id = aws_guardduty_detector.this.id
#         name        = "EKS_AUDIT_LOGS"
#         status      = "ENABLED"
#       }
#   resource_types: [AWS::GuardDuty::Detector]
package pantheon.checks.guardduty.detector_watches_clusters

import data.pantheon.lib
import data.pantheon.lib.guardduty
import rego.v1

skip if guardduty.is_off

unknown := lib.unread(["Features"])

deny contains "EKS Protection is off." if not guardduty.has("EKS_AUDIT_LOGS")
