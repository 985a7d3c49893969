# METADATA
# title: Athena workgroups encrypt the results of queries
# description: >-
#   Looks whether the workgroup says how results are encrypted, or lets Athena keep them, which always
#   encrypts.
# custom:
#   severity: medium
#   risk: >-
#     Copies of whatever was asked for, more telling than the data itself, are protected only as the
#     bucket happens to be.
#   remediation:
#     text: >-
#       Set the encryption of results in the workgroup, best with a key of KMS.
#     cli: >-
#       aws athena update-work-group --work-group <workgroup> --configuration-updates file://updates.json
#     cloudformation: |
#       WorkGroupConfiguration:
#         ResultConfiguration:
#           EncryptionConfiguration:
#             EncryptionOption: SSE_KMS
#             KmsKey: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_athena_workgroup" "this" {
#         configuration {
#           result_configuration {
#             encryption_configuration {
#               encryption_option = "SSE_KMS"
#               kms_key_arn       = aws_kms_key.this.arn
#             }
#           }
#         }
#       }
#   resource_types: [AWS::Athena::WorkGroup]
#   frameworks:
#     fsbp: [Athena.1]
package pantheon.checks.athena.workgroup_encrypts_results

import data.pantheon.lib
import rego.v1

skip if input.properties.State == "DISABLED"

unknown := lib.unread(["GetWorkGroup"])

configuration := object.get(input.properties, "WorkGroupConfiguration", {})

deny contains "Results are not encrypted by the workgroup." if not encrypts

encrypts if configuration.ResultConfiguration.EncryptionConfiguration.EncryptionOption

encrypts if configuration.ManagedQueryResultsConfiguration.Enabled == true
