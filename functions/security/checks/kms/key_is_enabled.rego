# METADATA
# title: KMS keys are enabled
# description: >-
#   Looks for keys of the account that are disabled.
# custom:
#   severity: low
#   risk: >-
#     What was encrypted with the key cannot be used, and whoever needs it enables the key in a hurry, whatever it
#     was disabled for.
#   remediation:
#     text: >-
#       Enable the key if something needs it; else let it be deleted after a waiting time.
#     cli: |
#       aws kms enable-key --key-id <key>
#       aws kms schedule-key-deletion --key-id <key> --pending-window-in-days 30
#     cloudformation: |
#       Enabled: true
#     terraform: |
#       resource "aws_kms_key" "this" {
#         is_enabled = true
#       }
#   resource_types: [AWS::KMS::Key]
package pantheon.checks.kms.key_is_enabled

import data.pantheon.lib
import data.pantheon.lib.kms
import rego.v1

skip if kms.out_of_reach

# A key that waits for its material was never enabled.
skip if input.state == "creating"

unknown := lib.unread(["DescribeKey"])

deny contains "The key is disabled." if input.properties.Enabled == false
