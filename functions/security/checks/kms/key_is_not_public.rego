# METADATA
# title: KMS keys are not public
# description: >-
#   Looks for statements in the policy of a key that let everybody use or manage it, without a condition on the
#   account, the organization or the network that holds for no stranger.
# custom:
#   severity: critical
#   risk: >-
#     Anybody with an account of AWS decrypts what the company has encrypted, or locks it out of its own key.
#   remediation:
#     text: >-
#       Name the principals, or add a condition on kms:CallerAccount or aws:PrincipalOrgID.
#     cli: >-
#       aws kms put-key-policy --key-id <key> --policy-name default --policy file://policy.json
#     cloudformation: |
#       KeyPolicy:
#         Statement:
#           - Effect: Allow
#             Principal:
#               AWS: !Sub arn:aws:iam::${AWS::AccountId}:root
#             Action: kms:*
#             Resource: "*"
#     terraform: |
#       statement {
#         actions   = ["kms:*"]
#         resources = ["*"]
#         principals {
#           type        = "AWS"
#           identifiers = ["arn:aws:iam::111111111111:root"]
#         }
#       }
#   resource_types: [AWS::KMS::Key]
#   frameworks:
#     cis_7.0: ["2.21"]
#     fsbp: [KMS.5]
package pantheon.checks.kms.key_is_not_public

import data.pantheon.lib
import data.pantheon.lib.kms
import data.pantheon.lib.policies
import rego.v1

skip if kms.out_of_reach

unknown := lib.unread(["DescribeKey", "KeyPolicy"])

deny contains sprintf("%s lets everybody do %s.", [policies.named(statement), policies.deeds(statement)]) if {
	some statement in policies.open(kms.policy)
}
