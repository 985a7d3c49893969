# METADATA
# title: Policies inside identities allow decryption with named keys only
# description: >-
#   Looks for statements in the policies inside users, groups and roles that allow kms:Decrypt or kms:ReEncryptFrom
#   with all keys. A condition on the service or on the encryption context counts as a limit.
# custom:
#   severity: medium
#   risk: >-
#     Encryption no longer separates anything: whoever gets at encrypted data also gets at its key.
#   remediation:
#     text: >-
#       Name the keys that the holder needs, or limit the statement by kms:ViaService.
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::Group, AWS::IAM::Role, AWS::IAM::User]
#   frameworks:
#     fsbp: [KMS.2]
package pantheon.checks.iam.inline_policies_decrypt_with_named_keys

import data.pantheon.lib.iam
import rego.v1

skip if not iam.in_force(input)

actions := {"kms:Decrypt", "kms:ReEncryptFrom"}

deny contains sprintf("The policy %s allows %s on all keys.", [name, concat(", ", sort(allowed))]) if {
	some name, document in iam.documents(input)
	allowed := iam.allowed(document, actions)
	count(allowed) > 0
}
