# METADATA
# title: Secrets are not public
# description: >-
#   Looks for statements in the policy of a secret that let everybody read or change it, without a condition on the
#   account, the organization or the network that holds for no stranger.
# custom:
#   severity: critical
#   risk: >-
#     Anybody with an account of AWS reads the password.
#   remediation:
#     text: >-
#       Name the principals in the policy, or delete it; then change the secret, since it may have been read.
#     cli: >-
#       aws secretsmanager put-resource-policy --secret-id <secret> --resource-policy file://policy.json
#       --block-public-policy
#     cloudformation: |
#       Type: AWS::SecretsManager::ResourcePolicy
#       Properties:
#         BlockPublicPolicy: true
#     terraform: |
#       resource "aws_secretsmanager_secret_policy" "this" {
#         secret_arn          = aws_secretsmanager_secret.this.arn
#         policy              = data.aws_iam_policy_document.secret.json
#         block_public_policy = true
#       }
#   resource_types: [AWS::SecretsManager::Secret]
#   frameworks:
#     cis_7.0: ["2.21"]
package pantheon.checks.secretsmanager.secret_is_not_public

import data.pantheon.lib
import data.pantheon.lib.policies
import data.pantheon.lib.secretsmanager
import rego.v1

unknown := lib.unread(["ResourcePolicy"])

deny contains sprintf("%s lets everybody do %s.", [policies.named(statement), policies.deeds(statement)]) if {
	some statement in policies.open(secretsmanager.policy)
}
