# METADATA
# title: CloudFront distributions point at buckets that exist in the account
# description: >-
#   Looks for origins in S3, and website endpoints of it, whose bucket the account does not have: it was
#   deleted, or belongs to somebody else.
# custom:
#   severity: high
#   risk: >-
#     Whoever makes a bucket of that name serves what they like under your domain, with your certificate
#     and to your cookies.
#   remediation:
#     text: >-
#       Take the origin out of the distribution, or make the bucket again; if it belongs to another account
#       of yours, mute this finding.
#     cli: >-
#       aws cloudfront update-distribution --id <distribution> --if-match <etag> --distribution-config
#       file://config.json
#   resource_types: [AWS::CloudFront::Distribution]
#   reads: [AWS::S3::Bucket]
#   frameworks:
#     fsbp: [CloudFront.12]
package pantheon.checks.cloudfront.distribution_points_at_own_buckets

import data.pantheon.lib
import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains sprintf("The origin %s points at the bucket %s, which the account does not have.", [origin.Id, name]) if {
	some origin in cloudfront.origins
	name := cloudfront.bucket_of(origin)
	not name in buckets
}

buckets := {bucket.native_id | some bucket in lib.present("AWS::S3::Bucket")}
