# METADATA
# title: EFS file systems refuse clients without encryption
# description: >-
#   Looks whether the policy denies everything that comes without TLS.
# custom:
#   severity: medium
#   risk: >-
#     Files travel through the network in clear text wherever a client was mounted without the right option.
#   remediation:
#     text: >-
#       Deny in the policy what comes without TLS, after mounting all clients with it.
#     cli: >-
#       aws efs put-file-system-policy --file-system-id <file system> --policy file://policy.json
#     cloudformation: |
#       FileSystemPolicy:
#         Version: "2012-10-17"
#         Statement:
#           - Effect: Deny
#             Principal:
#               AWS: "*"
#             Action: "*"
#             Condition:
#               Bool:
#                 aws:SecureTransport: "false"
#   resource_types: [AWS::EFS::FileSystem]
package pantheon.checks.efs.file_system_refuses_plain_text

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["FileSystemPolicy"])

deny contains "Its policy does not deny what comes without TLS." if not denied

denied if {
	policy := input.properties.FileSystemPolicy
	is_object(policy)
	some statement in lib.statements(policy)
	statement.Effect == "Deny"
	lib.everybody(lib.get(statement, "Principal", ""))
	some action in lib.as_list(lib.get(statement, "Action", []))
	lower(action) in {"*", "elasticfilesystem:*", "elasticfilesystem:client*", "elasticfilesystem:clientmount"}
	some operator, keys in lib.get(statement, "Condition", {})
	lower(operator) in {"bool", "boolifexists"}
	some key, value in keys
	lower(key) == "aws:securetransport"
	some text in lib.as_list(value)
	lower(sprintf("%v", [text])) == "false"
}
