# METADATA
# title: EFS file systems are not open to everybody
# description: >-
#   Looks for statements of the policy that let everybody do something without a condition that ties them to a mount
#   target, an access point, an account or a network.
# custom:
#   severity: high
#   risk: >-
#     Whoever gets a packet to a mount target of the file system, from whichever network is connected to it, reads
#     and changes the files.
#   remediation:
#     text: >-
#       Name the roles that need the files, or allow only what comes through mount targets and access points.
#     cli: >-
#       aws efs put-file-system-policy --file-system-id <file system> --policy file://policy.json
#     cloudformation: |
#       FileSystemPolicy:
#         Version: "2012-10-17"
#         Statement:
#           - Effect: Allow
#             Principal:
#               AWS: !GetAtt Role.Arn
#             Action: [elasticfilesystem:ClientMount, elasticfilesystem:ClientWrite]
#     terraform: |
#       resource "aws_efs_file_system_policy" "this" {
#         file_system_id = aws_efs_file_system.this.id
#         policy         = data.aws_iam_policy_document.mount.json
#       }
#   resource_types: [AWS::EFS::FileSystem]
#   frameworks:
#     cis_7.0: ["2.21"]
package pantheon.checks.efs.file_system_is_not_public

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["FileSystemPolicy"])

deny contains sentence if {
	policy := input.properties.FileSystemPolicy
	is_object(policy)
	some statement in lib.statements(policy)
	statement.Effect == "Allow"
	lib.everybody(lib.get(statement, "Principal", ""))
	not lib.tied(statement)
	actions := concat(", ", lib.as_list(lib.get(statement, "Action", "everything but some actions")))
	sentence := sprintf("Everybody may do %s.", [actions])
}
