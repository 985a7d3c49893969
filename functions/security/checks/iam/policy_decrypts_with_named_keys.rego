# METADATA
# title: Policies allow decryption with named keys only
# description: >-
#   Looks for statements in the policies of the account that allow kms:Decrypt or kms:ReEncryptFrom with all keys. A
#   condition on the service or on the encryption context counts as a limit.
# custom:
#   severity: medium
#   risk: >-
#     Encryption no longer separates anything: whoever gets at encrypted data also gets at its key.
#   remediation:
#     text: >-
#       Name the keys that the holder needs, or limit the statement by kms:ViaService.
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::ManagedPolicy]
#   frameworks:
#     fsbp: [KMS.1]
package pantheon.checks.iam.policy_decrypts_with_named_keys

import data.pantheon.lib.iam
import rego.v1

actions := {"kms:Decrypt", "kms:ReEncryptFrom"}

deny contains sprintf("The policy %s allows %s on all keys.", [name, concat(", ", sort(allowed))]) if {
	some name, document in iam.documents(input)
	allowed := iam.allowed(document, actions)
	count(allowed) > 0
}
