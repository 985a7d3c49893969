//! File systems, from `DescribeFileSystems`, `DescribeFileSystemPolicy`,
//! `DescribeLifecycleConfiguration` and `DescribeBackupPolicy`.
//!
//! The size of a file system changes by itself every hour, so it is left out.

use crate::{
    arn,
    document::{Document, json_text, sorted, tags, when},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_efs::{
    Client,
    types::{FileSystemDescription, LifeCycleState},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::EFS::FileSystem");

const OPERATION: &str = "elasticfilesystem:DescribeFileSystems";

/// What AWS answers about a file system that was deleted since it was listed, or has no such policy.
const GONE: &[&str] = &["FileSystemNotFound", "PolicyNotFound"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let systems = read_pages(OPERATION, client.describe_file_systems().into_paginator().items().send()).await;
    list_each(TYPE, OPERATION, systems, |system| read(client, scope, system)).await
}

async fn read(client: &Client, scope: &Scope, system: FileSystemDescription) -> Option<Document> {
    let id = system.file_system_id();
    let mut document = document(scope, &system);

    let answer = client.describe_file_system_policy().file_system_id(id).send().await;
    let operation = "elasticfilesystem:DescribeFileSystemPolicy";
    let answer = read_or_note(&mut document, "FileSystemPolicy", operation, GONE, answer);
    if let Some(policy) = answer.as_ref().and_then(|answer| answer.policy()) {
        document.property("FileSystemPolicy", json_text(policy));
    }

    let answer = client.describe_lifecycle_configuration().file_system_id(id).send().await;
    let operation = "elasticfilesystem:DescribeLifecycleConfiguration";
    if let Some(answer) = read_or_note(&mut document, "LifecyclePolicies", operation, GONE, answer) {
        let policies = answer.lifecycle_policies().iter().map(|policy| {
            json!({
                "TransitionToArchive": policy.transition_to_archive().map(|rule| rule.as_str()),
                "TransitionToIA": policy.transition_to_ia().map(|rule| rule.as_str()),
                "TransitionToPrimaryStorageClass":
                    policy.transition_to_primary_storage_class().map(|rule| rule.as_str()),
            })
        });
        document.property("LifecyclePolicies", sorted(policies));
    }

    let answer = client.describe_backup_policy().file_system_id(id).send().await;
    let operation = "elasticfilesystem:DescribeBackupPolicy";
    let answer = read_or_note(&mut document, "BackupPolicy", operation, GONE, answer);
    if let Some(policy) = answer.as_ref().and_then(|answer| answer.backup_policy()) {
        document.property("BackupPolicy", json!({"Status": policy.status().as_str()}));
    }
    Some(document)
}

fn document(scope: &Scope, system: &FileSystemDescription) -> Document {
    let life = system.life_cycle_state();
    Document::new(TYPE, scope, system.file_system_id())
        .arn(system.file_system_arn())
        .name(system.name())
        .state(state(life), Some(life.as_str()))
        .tags(tags(system.tags().iter().map(|tag| (tag.key(), tag.value()))))
        .created_at(when(Some(system.creation_time())))
        .needs(arn::key(scope, system.kms_key_id()))
        .properties(properties(system))
}

fn properties(system: &FileSystemDescription) -> Value {
    let protection = system.file_system_protection();
    let protection = protection.and_then(|protection| protection.replication_overwrite_protection());
    json!({
        "AvailabilityZoneName": system.availability_zone_name(),
        "Encrypted": system.encrypted(),
        "FileSystemProtection": {"ReplicationOverwriteProtection": protection.map(|state| state.as_str())},
        "KmsKeyId": system.kms_key_id(),
        "PerformanceMode": system.performance_mode().as_str(),
        "ProvisionedThroughputInMibps": system.provisioned_throughput_in_mibps(),
        "ThroughputMode": system.throughput_mode().map(|mode| mode.as_str()),
    })
}

/// Sorts the states of file systems and of their mount targets into five.
pub(super) fn state(life: &LifeCycleState) -> ResourceState {
    match life {
        LifeCycleState::Creating => ResourceState::Creating,
        LifeCycleState::Updating => ResourceState::Updating,
        LifeCycleState::Deleting | LifeCycleState::Deleted => ResourceState::Deleting,
        LifeCycleState::Error => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeFileSystems`.
    const SYSTEMS: &str = r#"{"FileSystems": [{
        "CreationTime": 1767225600, "CreationToken": "1", "Encrypted": true, "FileSystemId": "fs-01234567", "Name": "home",
        "FileSystemArn": "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-01234567",
        "FileSystemProtection": {"ReplicationOverwriteProtection": "ENABLED"},
        "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd", "LifeCycleState": "available",
        "NumberOfMountTargets": 1, "OwnerId": "111111111111", "PerformanceMode": "generalPurpose",
        "SizeInBytes": {"Timestamp": 1767225600, "Value": 29313417216}, "ThroughputMode": "elastic",
        "Tags": [{"Key": "Name", "Value": "home"}]}]}"#;

    /// From the API references of `DescribeFileSystemPolicy`, `DescribeLifecycleConfiguration` and
    /// `DescribeBackupPolicy`.
    const POLICY: &str =
        r#"{"FileSystemId": "fs-01234567", "Policy": "{\"Version\":\"2012-10-17\",\"Statement\":[]}"}"#;
    const LIFE: &str = r#"{"LifecyclePolicies": [{"TransitionToIA": "AFTER_30_DAYS"}]}"#;
    const BACKUP: &str = r#"{"BackupPolicy": {"Status": "DISABLED"}}"#;

    const NONE: &str = r#"{"__type": "PolicyNotFound", "Message": "none"}"#;
    const DENIED: &str = r#"{"__type": "AccessDeniedException", "Message": "not authorized"}"#;

    async fn look(policy: (u16, &str), life: (u16, &str)) -> Listing {
        let wire = Wire::default()
            .on(&["/file-systems/fs-01234567/policy"], policy.0, policy.1)
            .on(&["/file-systems/fs-01234567/lifecycle-configuration"], life.0, life.1)
            .on(&["/file-systems/fs-01234567/backup-policy"], 200, BACKUP)
            .on(&["/2015-02-01/file-systems"], 200, SYSTEMS);
        list(&Client::new(&wire.session()), &scope("efs")).await
    }

    #[tokio::test]
    async fn documents_a_file_system() {
        assert_eq!(
            found(&look((200, POLICY), (200, LIFE)).await),
            json!([{
                "resource_type": "AWS::EFS::FileSystem",
                "region": "eu-west-1",
                "native_id": "fs-01234567",
                "arn": "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-01234567",
                "name": "home",
                "state": "active",
                "native_state": "available",
                "dependencies": ["111111111111:eu-west-1:AWS.KMS.Key:abcd"],
                "tags": {"Name": "home"},
                "created_at": "2026-01-01T00:00:00Z",
                "properties": {
                    "BackupPolicy": {"Status": "DISABLED"},
                    "Encrypted": true,
                    "FileSystemPolicy": {"Version": "2012-10-17"},
                    "FileSystemProtection": {"ReplicationOverwriteProtection": "ENABLED"},
                    "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "LifecyclePolicies": [{"TransitionToIA": "AFTER_30_DAYS"}],
                    "PerformanceMode": "generalPurpose",
                    "ThroughputMode": "elastic",
                },
            }])
        );
    }

    #[tokio::test]
    async fn having_no_policy_is_no_gap_and_a_refusal_is() {
        let listing = look((404, NONE), (403, DENIED)).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["LifecyclePolicies"]));
        assert_eq!((listing.gaps.len(), listing.gaps[0].reason), (1, GapReason::Denied));
    }
}
