# METADATA
# title: Policies of secrets let services in only for known sources
# description: >-
#   Looks for statements that let a service of AWS read a secret without a condition on the account, the organization
#   or the resource for which it acts.
# custom:
#   severity: medium
#   risk: >-
#     The service works for all customers of AWS: one of them may get it to use this secret.
#   remediation:
#     text: >-
#       Add aws:SourceAccount with the own account, or aws:SourceArn with the resource that is meant.
#     cli: >-
#       aws secretsmanager put-resource-policy --secret-id <secret> --resource-policy file://policy.json
#       --block-public-policy
#     cloudformation: |
#       Condition:
#         StringEquals:
#           aws:SourceAccount: !Ref AWS::AccountId
#   resource_types: [AWS::SecretsManager::Secret]
package pantheon.checks.secretsmanager.secret_policy_binds_services

import data.pantheon.lib
import data.pantheon.lib.policies
import data.pantheon.lib.secretsmanager
import rego.v1

unknown := lib.unread(["ResourcePolicy"])

deny contains sprintf("%s may use the secret on behalf of any account.", [service]) if {
	some service in policies.unbound_services(secretsmanager.policy)
}
