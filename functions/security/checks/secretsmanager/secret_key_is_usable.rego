# METADATA
# title: The keys of secrets can be used
# description: >-
#   Looks whether the KMS key of a secret is disabled or about to be deleted, as far as the key belongs to the
#   account.
# custom:
#   severity: high
#   risk: >-
#     Nobody can read the secret while the key is disabled, and never again once it is deleted: what needs the
#     password stands still.
#   remediation:
#     text: >-
#       Cancel the deletion and enable the key, or encrypt the secret with another key before this one goes.
#     cli: |
#       aws kms cancel-key-deletion --key-id <key>
#       aws kms enable-key --key-id <key>
#   resource_types: [AWS::SecretsManager::Secret]
#   reads: [AWS::KMS::Key]
package pantheon.checks.secretsmanager.secret_key_is_usable

import data.pantheon.lib.kms
import rego.v1

unknown contains sprintf("The state of its key %s could not be read.", [key.native_id]) if {
	some key in kms.named(input)
	"DescribeKey" in object.get(key.properties, "Unread", [])
}

deny := kms.troubles(input)
