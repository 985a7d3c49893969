# METADATA
# title: CloudFront distributions log requests
# description: >-
#   Looks whether standard logs go to a bucket or real-time logs to a stream. Standard logs of the newer
#   kind, which are set up in CloudWatch Logs, are not seen here.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can tell what was asked for by whom, when somebody probes or robs the site.
#   remediation:
#     text: >-
#       Turn standard logs on.
#     cloudformation: |
#       DistributionConfig:
#         Logging:
#           Bucket: <bucket>.s3.amazonaws.com
#           Prefix: cloudfront/
#     terraform: |
#       resource "aws_cloudfront_distribution" "this" {
#         logging_config {
#           bucket = aws_s3_bucket.logs.bucket_domain_name
#           prefix = "cloudfront/"
#         }
#       }
#   resource_types: [AWS::CloudFront::Distribution]
#   frameworks:
#     cis_7.0: ["4.10"]
#     fsbp: [CloudFront.5]
package pantheon.checks.cloudfront.distribution_logs_requests

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains "Neither standard nor real-time logs are on." if not logs

logs if object.get(object.get(cloudfront.config, "Logging", {}), "Bucket", "") != ""

logs if {
	some behavior in cloudfront.behaviors
	object.get(behavior, "RealtimeLogConfigArn", "") != ""
}
