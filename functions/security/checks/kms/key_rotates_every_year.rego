# METADATA
# title: KMS keys are rotated once a year at least
# description: >-
#   Looks after how many days a key that is rotated by itself is rotated.
# custom:
#   severity: low
#   risk: >-
#     Material that is in use for years is worth the more to whoever gets at it.
#   remediation:
#     text: >-
#       Set the period to 365 days or less.
#     cli: >-
#       aws kms enable-key-rotation --key-id <key> --rotation-period-in-days 365
#     cloudformation: |
#       EnableKeyRotation: true
#       RotationPeriodInDays: 365
#     terraform: |
#       resource "aws_kms_key" "this" {
#         enable_key_rotation     = true
#         rotation_period_in_days = 365
#       }
#   resource_types: [AWS::KMS::Key]
package pantheon.checks.kms.key_rotates_every_year

import data.pantheon.lib
import data.pantheon.lib.kms
import rego.v1

skip if kms.out_of_reach

# A key that is not rotated at all is told by another check.
skip if input.properties.EnableKeyRotation == false

unknown := lib.unread(["EnableKeyRotation"])

deny contains sprintf("The key is rotated only every %v days.", [days]) if {
	days := input.properties.RotationPeriodInDays
	days > 365
}
