# METADATA
# title: Athena workgroups decide about results, not their clients
# description: >-
#   Looks whether what the workgroup says of the place and the encryption of results holds whatever a
#   client asks for.
# custom:
#   severity: medium
#   risk: >-
#     Each client writes results where it likes, in clear, or into a bucket outside the account.
#   remediation:
#     text: >-
#       Turn on that the configuration of the workgroup overrides that of clients.
#     cli: >-
#       aws athena update-work-group --work-group <workgroup> --configuration-updates
#       EnforceWorkGroupConfiguration=true
#     cloudformation: |
#       WorkGroupConfiguration:
#         EnforceWorkGroupConfiguration: true
#     terraform: |
#       resource "aws_athena_workgroup" "this" {
#         configuration {
#           enforce_workgroup_configuration = true
#         }
#       }
#   resource_types: [AWS::Athena::WorkGroup]
package pantheon.checks.athena.workgroup_decides_for_clients

import data.pantheon.lib
import rego.v1

skip if input.properties.State == "DISABLED"

unknown := lib.unread(["GetWorkGroup"])

configuration := object.get(input.properties, "WorkGroupConfiguration", {})

deny contains "Clients decide where and how results are kept." if not configuration.EnforceWorkGroupConfiguration
