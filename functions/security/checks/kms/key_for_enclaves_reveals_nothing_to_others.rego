# METADATA
# title: KMS keys for enclaves reveal nothing to anybody else
# description: >-
#   Looks whether a key that asks enclaves of AWS Nitro what they run also lets somebody decrypt without that: in
#   another statement, or by leaving it to the policies of identities in the account.
# custom:
#   severity: high
#   risk: >-
#     The instance around the enclave, or an administrator, decrypts what only the enclave should see, so the enclave
#     protects nothing.
#   remediation:
#     text: >-
#       Give those who manage the key actions of management only, and deny decryption to all who bring no
#       measurement.
#     cli: >-
#       aws kms put-key-policy --key-id <key> --policy-name default --policy file://policy.json
#     cloudformation: |
#       KeyPolicy:
#         Statement:
#           - Effect: Deny
#             Principal: "*"
#             Action: [kms:Decrypt, kms:DeriveSharedSecret, kms:GenerateDataKey*]
#             Resource: "*"
#             Condition:
#               StringNotEqualsIgnoreCase:
#                 kms:RecipientAttestation:ImageSha384: <measurement of the image>
#   resource_types: [AWS::KMS::Key]
package pantheon.checks.kms.key_for_enclaves_reveals_nothing_to_others

import data.pantheon.lib
import data.pantheon.lib.kms
import data.pantheon.lib.policies
import rego.v1

skip if kms.out_of_reach

# What every key without enclaves allows is nothing to speak of.
skip if {
	count(for_enclaves) == 0
	count(unknown) == 0
}

unknown := lib.unread(["DescribeKey", "KeyPolicy"])

for_enclaves := [statement |
	some effect in ["Allow", "Deny"]
	some statement in policies.with_effect(kms.policy, effect)
	kms.attested(statement)
]

deny contains sprintf("%s reveals data without asking what the enclave runs.", [policies.named(statement)]) if {
	some statement in policies.with_effect(kms.policy, "Allow")
	kms.reveals(statement)
	not kms.attested(statement)
	not held_back
}

held_back if {
	some denial in policies.with_effect(kms.policy, "Deny")
	policies.for_everybody(denial)
	policies.covers_action(denial, "kms:decrypt")
	some condition in kms.measurements(denial)
	startswith(condition.operator, "stringnot")
}
