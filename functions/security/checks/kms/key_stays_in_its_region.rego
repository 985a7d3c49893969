# METADATA
# title: KMS keys stay in one region
# description: >-
#   Looks for keys whose material is also in other regions. Keys that protect data which is copied between regions
#   have to be such.
# custom:
#   severity: informational
#   risk: >-
#     The same material lies under several policies: the weakest of them decides who can decrypt, whatever the law of
#     the place says.
#   remediation:
#     text: >-
#       Make a key of its own in each region, unless the same ciphertext has to be read in several.
#     cli: >-
#       aws kms create-key
#     cloudformation: |
#       MultiRegion: false
#     terraform: |
#       resource "aws_kms_key" "this" {
#         multi_region = false
#       }
#   resource_types: [AWS::KMS::Key]
package pantheon.checks.kms.key_stays_in_its_region

import data.pantheon.lib
import data.pantheon.lib.kms
import rego.v1

skip if kms.out_of_reach

unknown := lib.unread(["DescribeKey"])

others := {region | some region in object.get(input.properties, "ReplicaRegions", [])} - {input.region}

deny contains "The key may be copied to other regions." if {
	input.properties.MultiRegion == true
	count(others) == 0
}

deny contains sprintf("The same key is also in %s.", [concat(", ", sort(others))]) if {
	input.properties.MultiRegion == true
	count(others) > 0
}
