# METADATA
# title: Backup vaults are not public
# description: >-
#   Looks for statements in the policy of a vault that let everybody use it, without a condition on the account or
#   the organization that holds for no stranger.
# custom:
#   severity: critical
#   risk: >-
#     Anybody with an account of AWS copies, restores or deletes the backups.
#   remediation:
#     text: >-
#       Name the accounts, or add a condition on aws:PrincipalOrgID.
#     cli: >-
#       aws backup put-backup-vault-access-policy --backup-vault-name <vault> --policy file://policy.json
#     cloudformation: |
#       AccessPolicy:
#         Statement:
#           - Effect: Allow
#             Principal: "*"
#             Action: backup:CopyIntoBackupVault
#             Resource: "*"
#             Condition:
#               StringEquals:
#                 aws:PrincipalOrgID: o-abcdefghij
#   resource_types: [AWS::Backup::BackupVault]
#   frameworks:
#     cis_7.0: ["2.21"]
package pantheon.checks.backup.vault_is_not_public

import data.pantheon.lib
import data.pantheon.lib.policies
import rego.v1

unknown := lib.unread(["AccessPolicy"])

policy := object.get(input.properties, "AccessPolicy", {})

deny contains sprintf("%s lets everybody do %s.", [policies.named(statement), policies.deeds(statement)]) if {
	some statement in policies.open(policy)
}
