# METADATA
# title: Backup vaults give other accounts no backups
# description: >-
#   Looks for other accounts that the policy of a vault lets do more than copy backups into it. Within an
#   organization (aws:PrincipalOrgID) nobody is a stranger.
# custom:
#   severity: medium
#   risk: >-
#     Whoever takes the other account over restores the data there, or deletes the backups.
#   remediation:
#     text: >-
#       Allow other accounts backup:CopyIntoBackupVault and no more.
#     cli: >-
#       aws backup put-backup-vault-access-policy --backup-vault-name <vault> --policy file://policy.json
#   resource_types: [AWS::Backup::BackupVault]
package pantheon.checks.backup.vault_gives_other_accounts_no_backups

import data.pantheon.lib
import data.pantheon.lib.policies
import rego.v1

unknown := lib.unread(["AccessPolicy"])

policy := object.get(input.properties, "AccessPolicy", {})

deny contains sprintf("The account %s may do %s.", [account, policies.deeds(statement)]) if {
	some statement in policies.with_effect(policy, "Allow")
	some action in policies.actions(statement)
	action != "backup:copyintobackupvault"
	some account in policies.strangers(statement)
}
