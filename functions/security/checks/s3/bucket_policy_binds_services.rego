# METADATA
# title: S3 bucket policies let services in only for known sources
# description: >-
#   Looks for statements that let a service of AWS in without a condition on the account, the
#   organization or the resource for which it acts, such as aws:SourceAccount or aws:SourceArn.
# custom:
#   severity: high
#   risk: >-
#     The service does not know whose bucket it may use: from any account of AWS somebody can point it at
#     this one, for instance a CloudFront distribution that reads it or a trail that fills it.
#   remediation:
#     text: >-
#       Add aws:SourceArn or aws:SourceAccount to every statement for a service, with the resource or the
#       account that is meant.
#     cloudformation: |
#       Condition:
#         StringEquals:
#           aws:SourceAccount: !Ref AWS::AccountId
#     terraform: |
#       condition {
#         test     = "StringEquals"
#         variable = "aws:SourceAccount"
#         values   = [data.aws_caller_identity.current.account_id]
#       }
#   resource_types: [AWS::S3::Bucket]
package pantheon.checks.s3.bucket_policy_binds_services

import data.pantheon.lib
import data.pantheon.lib.policies
import data.pantheon.lib.s3
import rego.v1

unknown := lib.unread(["PolicyDocument"])

deny contains sprintf("The bucket policy lets %s in on behalf of any account.", [service]) if {
	some service in policies.unbound_services(s3.policy)
}
