# METADATA
# title: No KMS key is about to be deleted
# description: >-
#   Looks for keys that wait for their deletion.
# custom:
#   severity: high
#   risk: >-
#     From that day on nobody, AWS included, can read what was encrypted with the key: disks, databases, backups.
#   remediation:
#     text: >-
#       Find out in CloudTrail who still uses the key and who wanted it gone; cancel the deletion unless both agree.
#     cli: |
#       aws kms cancel-key-deletion --key-id <key>
#       aws kms enable-key --key-id <key>
#   resource_types: [AWS::KMS::Key]
#   frameworks:
#     fsbp: [KMS.3]
package pantheon.checks.kms.key_is_not_to_be_deleted

import data.pantheon.lib
import data.pantheon.lib.kms
import rego.v1

skip if kms.of_aws

unknown := lib.unread(["DescribeKey"])

deny contains sprintf("The key is to be deleted: %s.", [object.get(input.properties, "DeletionDate", "soon")]) if {
	input.state == "deleting"
}
