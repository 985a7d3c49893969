# METADATA
# title: GuardDuty tells within a quarter of an hour what goes on
# description: >-
#   Looks how often the detector sends what it has found again and again (FindingPublishingFrequency). What is new is
#   sent within minutes in any case.
# custom:
#   severity: low
#   risk: >-
#     Whoever works with an attack in progress hears of its next step hours later.
#   remediation:
#     text: >-
#       Set the frequency to fifteen minutes; the frequency of members is that of the administrator.
#     cli: >-
#       aws guardduty update-detector --detector-id <detector> --finding-publishing-frequency FIFTEEN_MINUTES
#     cloudformation: |
#       FindingPublishingFrequency: FIFTEEN_MINUTES
#     terraform: |
#       resource "aws_guardduty_detector" "this" {
#         finding_publishing_frequency = "FIFTEEN_MINUTES"
#       }
#   resource_types: [AWS::GuardDuty::Detector]
package pantheon.checks.guardduty.detector_tells_at_once

import data.pantheon.lib
import data.pantheon.lib.guardduty
import rego.v1

skip if guardduty.is_off

unknown := lib.unread(["Features"])

words := {"ONE_HOUR": "every hour", "SIX_HOURS": "every six hours"}

deny contains sprintf("Findings that go on are told %s.", [often]) if {
	frequency := object.get(input.properties, "FindingPublishingFrequency", "SIX_HOURS")
	frequency != "FIFTEEN_MINUTES"
	often := object.get(words, frequency, frequency)
}
