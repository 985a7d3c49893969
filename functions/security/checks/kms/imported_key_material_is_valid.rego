# METADATA
# title: Imported material of KMS keys does not expire soon
# description: >-
#   Looks whether material that was imported into a key expires within 30 days, or has expired.
# custom:
#   severity: high
#   risk: >-
#     On that day KMS deletes the material, and nothing that was encrypted with the key can be read until somebody
#     imports the same again, if it still exists.
#   remediation:
#     text: >-
#       Import the same material again, with a later end or none.
#     cli: >-
#       aws kms import-key-material --key-id <key> --encrypted-key-material fileb://material --import-token
#       fileb://token --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE
#     terraform: |
#       resource "aws_kms_external_key" "this" {
#         valid_to = "2027-12-31T00:00:00Z"
#       }
#   resource_types: [AWS::KMS::Key]
package pantheon.checks.kms.imported_key_material_is_valid

import data.pantheon.lib
import data.pantheon.lib.kms
import rego.v1

skip if kms.out_of_reach

skip if {
	object.get(input.properties, "Origin", "EXTERNAL") != "EXTERNAL"
	count(unknown) == 0
}

unknown := lib.unread(["DescribeKey"])

deny contains sprintf("The material expires in %v days.", [left]) if {
	left := 0 - lib.days_since(input.properties.ValidTo)
	left >= 0
	left <= 30
}

deny contains sprintf("The material expired: %s.", [input.properties.ValidTo]) if {
	lib.days_since(input.properties.ValidTo) > 0
}
