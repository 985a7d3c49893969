# METADATA
# title: EKS clusters encrypt Kubernetes secrets by a key of the account
# description: >-
#   Looks whether secrets are encrypted by a KMS key of the account on their way into the store of the cluster.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can record who reads the secrets, or withdraw them all at once by disabling the key.
#   remediation:
#     text: >-
#       Add the encryption of secrets with a key; it cannot be taken back, so keep the key.
#     cli: >-
#       aws eks associate-encryption-config --cluster-name <cluster> --encryption-config
#       '[{"resources":["secrets"],"provider":{"keyArn":"<key>"}}]'
#     cloudformation: |
#       EncryptionConfig:
#         - Resources: [secrets]
#           Provider:
#             KeyArn: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_eks_cluster" "this" {
#         encryption_config {
#           resources = ["secrets"]
#           provider {
#             key_arn = aws_kms_key.this.arn
#           }
#         }
#       }
#   resource_types: [AWS::EKS::Cluster]
#   frameworks:
#     fsbp: [EKS.3]
package pantheon.checks.eks.cluster_encrypts_secrets

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["DescribeCluster"])

deny contains "Its secrets are not encrypted by a key of the account." if not encrypted

encrypted if {
	some config in lib.get(input.properties, "EncryptionConfig", [])
	"secrets" in lib.get(config, "Resources", [])
	lib.get(config, ["Provider", "KeyArn"], "") != ""
}
