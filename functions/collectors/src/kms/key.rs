//! Keys, from `ListKeys`, `DescribeKey` and, for those that customers manage, `GetKeyRotationStatus`,
//! `GetKeyPolicy` and `ListResourceTags`.
//!
//! Keys that AWS manages for one of its services are included and say so (`KeyManager`); nobody else
//! can change what else there is to say about them. All quotas are hundreds of calls a second.

use crate::{
    arn,
    document::{Document, json_text, sorted, tags, when},
    listing::{is_one_of, list_each, read_or_note, read_pages},
};
use aws_sdk_kms::{
    Client,
    types::{KeyListEntry, KeyManagerType, KeyMetadata, KeyState},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::KMS::Key");

const OPERATION: &str = "kms:ListKeys";

/// What AWS answers about a key that was deleted since it was listed, or cannot be rotated: only
/// symmetric keys of its own making can, and none that waits for its deletion.
const ABSENT: &[&str] = &["KMSInvalidStateException", "NotFoundException", "UnsupportedOperationException"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let keys = read_pages(OPERATION, client.list_keys().limit(1_000).into_paginator().items().send()).await;
    list_each(TYPE, OPERATION, keys, |key| read(client, scope, key)).await
}

async fn read(client: &Client, scope: &Scope, key: KeyListEntry) -> Option<Document> {
    let id = key.key_id()?;
    let answer = client.describe_key().key_id(id).send().await;
    let (mut document, manager) = match answer {
        Ok(answer) => {
            let key = answer.key_metadata();
            (document(scope, id, key), key.and_then(|key| key.key_manager().cloned()))
        }
        Err(error) if is_one_of(&error, ABSENT) => return None,
        Err(error) => {
            // The policy of a key decides who may look at it, whatever a role permits.
            let mut document = document(scope, id, None);
            document.unread("DescribeKey", gap_of("kms:DescribeKey", &error));
            (document, None)
        }
    };
    if manager == Some(KeyManagerType::Aws) {
        return Some(document);
    }
    read_rotation(client, id, &mut document).await;
    read_policy(client, id, &mut document).await;
    Some(read_tags(client, id, document).await)
}

async fn read_rotation(client: &Client, id: &str, document: &mut Document) {
    let answer = client.get_key_rotation_status().key_id(id).send().await;
    let answer = read_or_note(document, "EnableKeyRotation", "kms:GetKeyRotationStatus", ABSENT, answer);
    if let Some(answer) = answer {
        document.property("EnableKeyRotation", answer.key_rotation_enabled());
        document.property("RotationPeriodInDays", answer.rotation_period_in_days());
    }
}

async fn read_policy(client: &Client, id: &str, document: &mut Document) {
    let answer = client.get_key_policy().key_id(id).policy_name("default").send().await;
    let answer = read_or_note(document, "KeyPolicy", "kms:GetKeyPolicy", ABSENT, answer);
    if let Some(policy) = answer.as_ref().and_then(|answer| answer.policy()) {
        document.property("KeyPolicy", json_text(policy));
    }
}

async fn read_tags(client: &Client, id: &str, mut document: Document) -> Document {
    let mut pages = client.list_resource_tags().key_id(id).into_paginator().items().send();
    let mut all = Vec::new();
    while let Some(tag) = pages.next().await {
        match read_or_note(&mut document, "Tags", "kms:ListResourceTags", ABSENT, tag) {
            Some(tag) => all.push(tag),
            None => break,
        }
    }
    document.tags(tags(all.iter().map(|tag| (tag.tag_key(), tag.tag_value()))))
}

fn document(scope: &Scope, id: &str, key: Option<&KeyMetadata>) -> Document {
    let document = Document::new(TYPE, scope, id).arn_of("kms", &format!("key/{id}")).properties(json!({}));
    let Some(key) = key else { return document };
    // A replica is made from its primary, which lives in another region.
    let primary = key.multi_region_configuration().and_then(|configuration| configuration.primary_key());
    document
        .state(state(key.key_state()), key.key_state().map(KeyState::as_str))
        .created_at(when(key.creation_date()))
        .needs(primary.and_then(|primary| primary.arn()).filter(|arn| Some(*arn) != key.arn()).and_then(arn::resource))
        .properties(properties(key))
}

fn properties(key: &KeyMetadata) -> Value {
    let replicas = key.multi_region_configuration();
    let primary = replicas.and_then(|configuration| configuration.primary_key());
    let regions = replicas.into_iter().flat_map(|configuration| configuration.replica_keys());
    json!({
        "CustomKeyStoreId": key.custom_key_store_id(),
        "DeletionDate": when(key.deletion_date()),
        "Description": key.description(),
        "Enabled": key.enabled(),
        "KeyManager": key.key_manager().map(|manager| manager.as_str()),
        "KeySpec": key.key_spec().map(|spec| spec.as_str()),
        "KeyUsage": key.key_usage().map(|usage| usage.as_str()),
        "MultiRegion": key.multi_region(),
        "Origin": key.origin().map(|origin| origin.as_str()),
        "PrimaryRegion": primary.and_then(|primary| primary.region()),
        "ReplicaRegions": sorted(regions.filter_map(|replica| replica.region())),
        "ValidTo": when(key.valid_to()),
    })
}

fn state(state: Option<&KeyState>) -> ResourceState {
    match state {
        Some(KeyState::Creating | KeyState::PendingImport) => ResourceState::Creating,
        Some(KeyState::Updating) => ResourceState::Updating,
        Some(KeyState::PendingDeletion | KeyState::PendingReplicaDeletion) => ResourceState::Deleting,
        Some(KeyState::Unavailable) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListKeys`.
    const KEYS: &str = r#"{"Truncated": false, "Keys": [
        {"KeyId": "1234abcd", "KeyArn": "arn:aws:kms:eu-west-1:111111111111:key/1234abcd"},
        {"KeyId": "5678efab", "KeyArn": "arn:aws:kms:eu-west-1:111111111111:key/5678efab"}]}"#;

    /// From the API reference of `DescribeKey`.
    const OURS: &str = r#"{"KeyMetadata": {"AWSAccountId": "111111111111", "KeyId": "1234abcd", "CreationDate": 1767225600,
        "Arn": "arn:aws:kms:eu-west-1:111111111111:key/1234abcd", "Description": "orders", "Enabled": true,
        "KeyManager": "CUSTOMER", "KeySpec": "SYMMETRIC_DEFAULT", "KeyState": "Enabled", "KeyUsage": "ENCRYPT_DECRYPT",
        "MultiRegion": true, "Origin": "AWS_KMS", "MultiRegionConfiguration": {"MultiRegionKeyType": "REPLICA",
            "PrimaryKey": {"Arn": "arn:aws:kms:us-east-1:111111111111:key/1234abcd", "Region": "us-east-1"},
            "ReplicaKeys": [{"Arn": "arn:aws:kms:eu-west-1:111111111111:key/1234abcd", "Region": "eu-west-1"}]}}}"#;
    const THEIRS: &str = r#"{"KeyMetadata": {"KeyId": "5678efab", "Arn": "arn:aws:kms:eu-west-1:111111111111:key/5678efab",
        "CreationDate": 1767225600, "Enabled": true, "KeyManager": "AWS", "KeyState": "Enabled"}}"#;

    /// From the API references of `GetKeyRotationStatus`, `GetKeyPolicy` and `ListResourceTags`.
    const ROTATION: &str = r#"{"KeyId": "1234abcd", "KeyRotationEnabled": true, "NextRotationDate": 1798761600, "RotationPeriodInDays": 365}"#;
    const POLICY: &str =
        r#"{"PolicyName": "default", "Policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"}]}"}"#;
    const TAGS: &str = r#"{"Truncated": false, "Tags": [{"TagKey": "env", "TagValue": "prod"}]}"#;

    const DENIED: &str = r#"{"__type": "AccessDeniedException", "message": "not authorized"}"#;

    async fn look(first: Wire) -> (Listing, Vec<String>) {
        let wire = Wire::default()
            .on(&["TrentService.ListKeys"], 200, KEYS)
            .on(&["TrentService.DescribeKey", "1234abcd"], 200, OURS)
            .on(&["TrentService.DescribeKey", "5678efab"], 200, THEIRS)
            .on(&["TrentService.GetKeyRotationStatus"], 200, ROTATION)
            .on(&["TrentService.GetKeyPolicy"], 200, POLICY)
            .on(&["TrentService.ListResourceTags"], 200, TAGS)
            .merged_after(&first);
        (list(&Client::new(&wire.session()), &scope("kms")).await, wire.requests())
    }

    #[tokio::test]
    async fn documents_keys_and_asks_nothing_more_about_those_of_aws() {
        let (listing, requests) = look(Wire::default()).await;

        let key = |id: &str, needs: &[&str], tags: Value, properties: Value| {
            json!({
                "resource_type": "AWS::KMS::Key", "region": "eu-west-1", "native_id": id,
                "arn": format!("arn:aws:kms:eu-west-1:111111111111:key/{id}"), "name": null, "state": "active",
                "native_state": "Enabled", "dependencies": needs, "tags": tags, "created_at": "2026-01-01T00:00:00Z",
                "properties": properties,
            })
        };
        let ours = json!({
            "Description": "orders", "EnableKeyRotation": true, "Enabled": true, "KeyManager": "CUSTOMER",
            "KeyPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]},
            "KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "MultiRegion": true, "Origin": "AWS_KMS",
            "PrimaryRegion": "us-east-1", "ReplicaRegions": ["eu-west-1"], "RotationPeriodInDays": 365,
        });
        let primary = "111111111111:us-east-1:AWS.KMS.Key:1234abcd";
        assert_eq!(
            found(&listing),
            json!([
                key("1234abcd", &[primary], json!({"env": "prod"}), ours),
                key("5678efab", &[], json!({}), json!({"Enabled": true, "KeyManager": "AWS"})),
            ])
        );
        assert_eq!(requests.iter().filter(|request| request.contains("5678efab")).count(), 1);
    }

    #[tokio::test]
    async fn keeps_a_key_whose_policy_hides_it() {
        let (listing, _) = look(Wire::default().on(&["TrentService.", "1234abcd"], 400, DENIED)).await;

        let unread = json!(["DescribeKey", "EnableKeyRotation", "KeyPolicy", "Tags"]);
        assert_eq!(listing.found[0].properties["Unread"], unread);
        assert!(listing.gaps.iter().all(|gap| gap.reason == GapReason::Denied));
    }

    #[tokio::test]
    async fn a_key_that_cannot_be_rotated_is_no_gap() {
        let refusal = r#"{"__type": "UnsupportedOperationException", "message": "asymmetric"}"#;
        let (listing, _) = look(Wire::default().on(&["GetKeyRotationStatus"], 400, refusal)).await;

        assert_eq!((listing.gaps.len(), &listing.found[0].properties["EnableKeyRotation"]), (0, &Value::Null));
    }

    #[test]
    fn is_on_its_way_out_while_it_waits_for_its_deletion() {
        assert_eq!(state(Some(&KeyState::PendingDeletion)), ResourceState::Deleting);
        assert_eq!(state(Some(&KeyState::Disabled)), ResourceState::Active);
        assert_eq!(state(Some(&KeyState::PendingImport)), ResourceState::Creating);
    }
}
