# METADATA
# title: KMS keys trust no enclave in debug mode
# description: >-
#   Looks whether a key asks enclaves of AWS Nitro for measurements that are all zeros, which are those of an enclave
#   in debug mode.
# custom:
#   severity: high
#   risk: >-
#     Whoever runs the instance reads the console and the memory of an enclave in debug mode, and with it all that
#     the key protects.
#   remediation:
#     text: >-
#       Put the measurements of the image into the policy, and run the enclave without debug mode.
#     cli: >-
#       aws kms put-key-policy --key-id <key> --policy-name default --policy file://policy.json
#     cloudformation: |
#       Condition:
#         StringEqualsIgnoreCase:
#           kms:RecipientAttestation:ImageSha384: <measurement of the image>
#   resource_types: [AWS::KMS::Key]
package pantheon.checks.kms.key_accepts_no_debug_enclaves

import data.pantheon.lib
import data.pantheon.lib.kms
import data.pantheon.lib.policies
import rego.v1

skip if kms.out_of_reach

unknown := lib.unread(["DescribeKey", "KeyPolicy"])

deny contains sprintf("%s accepts enclaves in debug mode (%s).", [policies.named(statement), condition.key]) if {
	some statement in policies.with_effect(kms.policy, "Allow")
	some condition in kms.measurements(statement)
	some value in condition.values
	regex.match("^0+$", value)
}
