# METADATA
# title: S3 bucket policies refuse requests without TLS
# description: >-
#   Looks in the bucket policy for a statement that denies everybody every action, on the bucket and on
#   its objects, when aws:SecureTransport is false.
# custom:
#   severity: medium
#   risk: >-
#     Whoever sits on the path of a client that speaks plain HTTP reads the objects, and the signed
#     requests, as they pass.
#   remediation:
#     text: >-
#       Add a statement to the bucket policy that denies all actions to all principals where
#       aws:SecureTransport is false, on the bucket and on everything in it.
#     cli: >-
#       aws s3api put-bucket-policy --bucket <bucket> --policy file://policy.json
#     cloudformation: |
#       PolicyDocument:
#         Statement:
#           - Effect: Deny
#             Principal: "*"
#             Action: s3:*
#             Resource: [arn:aws:s3:::<bucket>, arn:aws:s3:::<bucket>/*]
#             Condition: {Bool: {aws:SecureTransport: false}}
#     terraform: |
#       data "aws_iam_policy_document" "tls_only" {
#         statement {
#           effect    = "Deny"
#           actions   = ["s3:*"]
#           resources = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
#           principals {
#             type        = "*"
#             identifiers = ["*"]
#           }
#           condition {
#             test     = "Bool"
#             variable = "aws:SecureTransport"
#             values   = ["false"]
#           }
#         }
#       }
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     cis_3.0: ["2.1.1"]
#     cis_5.0: ["2.1.1"]
#     cis_7.0: ["3.1.1"]
#     fsbp: [S3.5]
package pantheon.checks.s3.bucket_policy_requires_tls

import data.pantheon.lib
import data.pantheon.lib.policies
import data.pantheon.lib.s3
import rego.v1

unknown := lib.unread(["PolicyDocument"])

parts := {"the bucket": input.arn, "its objects": sprintf("%s/*", [input.arn])}

deny contains sprintf("The bucket policy does not refuse plain HTTP to %s.", [part]) if {
	some part, arn in parts
	not policies.refuses_plain_http(s3.policy, "s3:*", arn)
}
