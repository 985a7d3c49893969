# METADATA
# title: GuardDuty is on in every region
# description: >-
#   Looks whether each watched region of the account has a detector that is on and not suspended.
# custom:
#   severity: high
#   risk: >-
#     Stolen credentials, miners and data on its way out go unnoticed, first of all in the regions that nobody uses.
#   remediation:
#     text: >-
#       Turn GuardDuty on in all regions, best for the whole organization from a delegated administrator that also
#       takes new accounts in.
#     cli: >-
#       aws guardduty create-detector --enable --region <region>
#     cloudformation: |
#       Type: AWS::GuardDuty::Detector
#       Properties:
#         Enable: true
#     terraform: |
#       resource "aws_guardduty_detector" "this" {
#         enable = true
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::Events::EventBus, AWS::GuardDuty::Detector]
#   frameworks:
#     fsbp: [GuardDuty.1]
package pantheon.checks.guardduty.account_is_guarded_in_every_region

import data.pantheon.lib
import rego.v1

detectors := lib.present("AWS::GuardDuty::Detector")

regions := lib.watched_regions | {detector.region | some detector in detectors}

guarded := {detector.region |
	some detector in detectors
	detector.properties.Enable == true
}

obscure := {detector.region |
	some detector in detectors
	"Features" in object.get(detector.properties, "Unread", [])
}

missing := regions - guarded

unknown contains "No region of the account is known." if count(regions) == 0

unknown contains sprintf("Whether the detector in %s is on could not be read.", [region]) if {
	some region in obscure - guarded
}

deny contains sprintf("GuardDuty is off in %s.", [concat(", ", sort(missing))]) if count(missing) > 0
