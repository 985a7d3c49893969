# METADATA
# title: KMS keys are rotated
# description: >-
#   Looks whether symmetric keys whose material KMS has made are rotated by themselves. Replicas of a key in another
#   region rotate with it and are left out.
# custom:
#   severity: medium
#   risk: >-
#     The longer the same material is in use, the more is lost with it, and the more work somebody has who breaks it.
#   remediation:
#     text: >-
#       Turn automatic rotation on; what was encrypted before can still be read.
#     cli: >-
#       aws kms enable-key-rotation --key-id <key>
#     cloudformation: |
#       EnableKeyRotation: true
#     terraform: |
#       resource "aws_kms_key" "this" {
#         enable_key_rotation = true
#       }
#   resource_types: [AWS::KMS::Key]
#   frameworks:
#     cis_3.0: ["3.6"]
#     cis_5.0: ["3.6"]
#     cis_7.0: ["4.6"]
#     fsbp: [KMS.4]
package pantheon.checks.kms.key_rotates

import data.pantheon.lib
import data.pantheon.lib.kms
import rego.v1

skip if kms.out_of_reach

skip if object.get(input.properties, "KeySpec", "SYMMETRIC_DEFAULT") != "SYMMETRIC_DEFAULT"

skip if object.get(input.properties, "Origin", "AWS_KMS") != "AWS_KMS"

skip if object.get(input.properties, "PrimaryRegion", input.region) != input.region

# A key that is disabled cannot be rotated until somebody enables it.
skip if input.properties.Enabled == false

unknown := lib.unread(["DescribeKey", "EnableKeyRotation"])

deny contains "Automatic rotation is off." if object.get(input.properties, "EnableKeyRotation", false) != true
