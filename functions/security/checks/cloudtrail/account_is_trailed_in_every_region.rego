# METADATA
# title: A trail records what is done in every region
# description: >-
#   Looks whether a trail of the account is on, takes all regions, and records the management events that read as
#   well as those that write. A trail of the organization lives in another account; where the account has its role
#   and no trail of its own, nothing is decided.
# custom:
#   severity: high
#   risk: >-
#     Intruders work where nobody looks: in a region that the company does not use, or by calls that only read.
#   remediation:
#     text: >-
#       Let one trail take all regions and all management events.
#     cli: |
#       aws cloudtrail update-trail --name <trail> --is-multi-region-trail
#       aws cloudtrail put-event-selectors --trail-name <trail> \
#         --event-selectors ReadWriteType=All,IncludeManagementEvents=true
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
#     cis_3.0: ["3.1"]
#     cis_5.0: ["3.1"]
#     cis_7.0: ["4.1"]
#     fsbp: [CloudTrail.1]
package pantheon.checks.cloudtrail.account_is_trailed_in_every_region

import data.pantheon.lib.cloudtrail
import rego.v1

unknown := cloudtrail.unknown(["EventSelectors", "IsLogging"]) if count(cloudtrail.complete) == 0

deny contains "No trail that is on takes all regions and all management events." if count(cloudtrail.complete) == 0
