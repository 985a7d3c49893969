# METADATA
# title: Trails are encrypted with a KMS key
# description: >-
#   Looks whether the trail encrypts its files with a key of KMS, and not only with the keys of S3.
# custom:
#   severity: medium
#   risk: >-
#     Whoever may read the bucket reads the logs, which name every user, role and resource; a key asks for a second
#     permission.
#   remediation:
#     text: >-
#       Make a key whose policy lets CloudTrail encrypt and those who investigate decrypt, and give it to the trail.
#     cli: >-
#       aws cloudtrail update-trail --name <trail> --kms-key-id <key>
#     cloudformation: |
#       KMSKeyId: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_cloudtrail" "this" {
#         kms_key_id = aws_kms_key.trail.arn
#       }
#   resource_types: [AWS::CloudTrail::Trail]
#   frameworks:
#     cis_3.0: ["3.5"]
#     cis_5.0: ["3.5"]
#     cis_7.0: ["4.5"]
#     fsbp: [CloudTrail.2]
package pantheon.checks.cloudtrail.trail_is_encrypted_with_a_kms_key

import rego.v1

deny contains "The files are encrypted with the keys of S3 alone." if object.get(input.properties, "KMSKeyId", "") == ""
