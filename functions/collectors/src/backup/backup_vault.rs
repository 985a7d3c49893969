//! Vaults, from `ListBackupVaults`, `GetBackupVaultAccessPolicy`, `GetBackupVaultNotifications` and
//! `ListTags`.
//!
//! The number of recovery points changes with every backup, so it is left out.

use super::{ABSENT, read_tags};
use crate::{
    arn,
    document::{Document, json_text, sorted, when},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_backup::{
    Client,
    types::{BackupVaultListMember, VaultState},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Backup::BackupVault");

const OPERATION: &str = "backup:ListBackupVaults";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let vaults = read_pages(OPERATION, client.list_backup_vaults().into_paginator().items().send()).await;
    list_each(TYPE, OPERATION, vaults, |vault| read(client, scope, vault)).await
}

async fn read(client: &Client, scope: &Scope, vault: BackupVaultListMember) -> Option<Document> {
    let name = vault.backup_vault_name()?;
    let mut document = document(scope, name, &vault);

    let answer = client.get_backup_vault_access_policy().backup_vault_name(name).send().await;
    let answer = read_or_note(&mut document, "AccessPolicy", "backup:GetBackupVaultAccessPolicy", ABSENT, answer);
    if let Some(policy) = answer.as_ref().and_then(|answer| answer.policy()) {
        document.property("AccessPolicy", json_text(policy));
    }

    let answer = client.get_backup_vault_notifications().backup_vault_name(name).send().await;
    let answer = read_or_note(&mut document, "Notifications", "backup:GetBackupVaultNotifications", ABSENT, answer);
    if let Some(told) = answer {
        document.need(told.sns_topic_arn().and_then(arn::resource));
        let events = sorted(told.backup_vault_events().iter().map(|event| event.as_str()));
        document.property("Notifications", json!({"BackupVaultEvents": events, "SNSTopicArn": told.sns_topic_arn()}));
    }
    Some(read_tags(client, vault.backup_vault_arn()?, document).await)
}

fn document(scope: &Scope, name: &str, vault: &BackupVaultListMember) -> Document {
    Document::new(TYPE, scope, name)
        .arn(vault.backup_vault_arn())
        .name(Some(name))
        .state(state(vault.vault_state()), vault.vault_state().map(VaultState::as_str))
        .created_at(when(vault.creation_date()))
        .needs(arn::key(scope, vault.encryption_key_arn()))
        .properties(json!({
            "BackupVaultName": name,
            "EncryptionKeyArn": vault.encryption_key_arn(),
            "LockConfiguration": {
                "LockDate": when(vault.lock_date()),
                "MaxRetentionDays": vault.max_retention_days(),
                "MinRetentionDays": vault.min_retention_days(),
            },
            "Locked": vault.locked().unwrap_or_default(),
            "VaultType": vault.vault_type().map(|kind| kind.as_str()),
        }))
}

fn state(state: Option<&VaultState>) -> ResourceState {
    match state {
        Some(VaultState::Creating) => ResourceState::Creating,
        Some(VaultState::Failed) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `ListBackupVaults`.
    const VAULTS: &str = r#"{"BackupVaultList": [{
        "BackupVaultName": "main", "BackupVaultArn": "arn:aws:backup:eu-west-1:111111111111:backup-vault:main",
        "CreationDate": 1700000000.0, "EncryptionKeyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
        "NumberOfRecoveryPoints": 7, "Locked": true, "MinRetentionDays": 7, "MaxRetentionDays": 365,
        "LockDate": 1800000000.0, "VaultType": "BACKUP_VAULT", "VaultState": "AVAILABLE"}]}"#;

    /// From the API references of `GetBackupVaultAccessPolicy`, `GetBackupVaultNotifications` and `ListTags`.
    const POLICY: &str = r#"{"BackupVaultName": "main", "Policy": "{\"Version\":\"2012-10-17\"}"}"#;
    const TOLD: &str = r#"{"BackupVaultName": "main", "SNSTopicArn": "arn:aws:sns:eu-west-1:111111111111:backups",
        "BackupVaultEvents": ["RESTORE_JOB_COMPLETED", "BACKUP_JOB_FAILED"]}"#;
    const TAGS: &str = r#"{"Tags": {"env": "prod"}}"#;
    const NONE: &str = r#"{"Code": "ERROR_9601", "Message": "Cannot find it", "__type": "ResourceNotFoundException"}"#;

    async fn listing((status, policy, told): (u16, &str, &str)) -> Listing {
        let wire = Wire::default()
            .on(&["/access-policy"], status, policy)
            .on(&["/notification-configuration"], status, told)
            .on(&["/tags/"], 200, TAGS)
            .on(&["/backup-vaults"], 200, VAULTS);
        list(&Client::new(&wire.session()), &scope("backup")).await
    }

    #[tokio::test]
    async fn documents_a_vault() {
        assert_eq!(
            found(&listing((200, POLICY, TOLD)).await),
            json!([{
                "resource_type": "AWS::Backup::BackupVault",
                "region": "eu-west-1",
                "native_id": "main",
                "arn": "arn:aws:backup:eu-west-1:111111111111:backup-vault:main",
                "name": "main",
                "state": "active",
                "native_state": "AVAILABLE",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.SNS.Topic:arn~3Aaws~3Asns~3Aeu-west-1~3A111111111111~3Abackups",
                ],
                "tags": {"env": "prod"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "AccessPolicy": {"Version": "2012-10-17"},
                    "BackupVaultName": "main",
                    "EncryptionKeyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "LockConfiguration":
                        {"LockDate": "2027-01-15T08:00:00Z", "MaxRetentionDays": 365, "MinRetentionDays": 7},
                    "Locked": true,
                    "Notifications": {
                        "BackupVaultEvents": ["BACKUP_JOB_FAILED", "RESTORE_JOB_COMPLETED"],
                        "SNSTopicArn": "arn:aws:sns:eu-west-1:111111111111:backups",
                    },
                    "VaultType": "BACKUP_VAULT",
                },
            }])
        );
    }

    #[tokio::test]
    async fn takes_a_vault_without_a_policy_for_what_it_is() {
        let listing = listing((400, NONE, NONE)).await;

        let properties = &found(&listing)[0]["properties"];
        assert_eq!((properties.get("AccessPolicy"), properties.get("Notifications")), (None, None));
    }
}
