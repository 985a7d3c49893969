# METADATA
# title: A trail records the account
# description: >-
#   Looks whether at least one trail of the account is on. A trail of the organization lives in another account;
#   where the account has its role and no trail of its own, nothing is decided.
# custom:
#   severity: high
#   risk: >-
#     Nobody ever knows what an intruder did: the history of events alone ends after 90 days, and leaves out what
#     reads and writes data.
#   remediation:
#     text: >-
#       Make a trail of all regions, best one for the whole organization, into a bucket of an account of its own.
#     cli: |
#       aws cloudtrail create-trail --name all --s3-bucket-name <bucket> --is-multi-region-trail
#       aws cloudtrail start-logging --name all
#     cloudformation: |
#       Type: AWS::CloudTrail::Trail
#       Properties:
#         IsLogging: true
#         IsMultiRegionTrail: true
#         S3BucketName: !Ref Logs
#     terraform: |
#       resource "aws_cloudtrail" "all" {
#         name                  = "all"
#         s3_bucket_name        = aws_s3_bucket.logs.id
#         is_multi_region_trail = true
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::CloudTrail::Trail, AWS::IAM::Role]
#   frameworks:
#     fsbp: [CloudTrail.3]
package pantheon.checks.cloudtrail.account_has_a_trail

import data.pantheon.lib.cloudtrail
import rego.v1

unknown := cloudtrail.unknown(["IsLogging"]) if count(cloudtrail.logging) == 0

deny contains "No trail is on." if count(cloudtrail.logging) == 0
