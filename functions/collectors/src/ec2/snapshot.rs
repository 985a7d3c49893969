//! EBS snapshots that the account owns, from `DescribeSnapshots`.
//!
//! CloudFormation has no such type; the name follows its pattern.

use super::{only, tags};
use crate::{
    arn,
    document::{Document, when},
    listing::list_pages,
};
use aws_sdk_ec2::{
    Client,
    types::{Filter, Snapshot, SnapshotState},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::Snapshot");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("snapshot-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let request = client.describe_snapshots().set_filters(filters).owner_ids("self").max_results(1_000);
    let pages = request.into_paginator().items().send();
    list_pages(TYPE, "ec2:DescribeSnapshots", pages, |snapshot| document(scope, &snapshot)).await
}

fn document(scope: &Scope, snapshot: &Snapshot) -> Option<Document> {
    let id = snapshot.snapshot_id()?;
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("snapshot/{id}"))
        .state(state(snapshot.state()), snapshot.state().map(SnapshotState::as_str))
        .tags(tags(snapshot.tags()))
        .created_at(when(snapshot.start_time()))
        .needs(arn::key(scope, snapshot.kms_key_id()))
        .properties(json!({
            "Description": snapshot.description(),
            "Encrypted": snapshot.encrypted(),
            "KmsKeyId": snapshot.kms_key_id(),
            "OwnerId": snapshot.owner_id(),
            "StorageTier": snapshot.storage_tier().map(|tier| tier.as_str()),
            "VolumeId": snapshot.volume_id(),
            "VolumeSize": snapshot.volume_size(),
        }));
    Some(document)
}

fn state(state: Option<&SnapshotState>) -> ResourceState {
    match state {
        Some(SnapshotState::Pending) => ResourceState::Creating,
        Some(SnapshotState::Recovering) => ResourceState::Updating,
        Some(SnapshotState::Error) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeSnapshots`.
    const ANSWER: &str = r#"<DescribeSnapshotsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <snapshotSet><item>
            <snapshotId>snap-1a2b3c4d</snapshotId><volumeId>vol-1a2b3c4d</volumeId><status>completed</status>
            <startTime>2024-05-06T07:08:09.000Z</startTime><progress>100%</progress>
            <ownerId>111111111111</ownerId><volumeSize>15</volumeSize><description>Daily Backup</description>
            <encrypted>false</encrypted><storageTier>standard</storageTier>
            <tagSet><item><key>Owner</key><value>ops</value></item></tagSet>
        </item></snapshotSet>
    </DescribeSnapshotsResponse>"#;

    #[tokio::test]
    async fn documents_a_snapshot_of_its_own() {
        let wire = Wire::default().on(&["Action=DescribeSnapshots", "Owner.1=self"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::Snapshot",
                "region": "eu-west-1",
                "native_id": "snap-1a2b3c4d",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:snapshot/snap-1a2b3c4d",
                "name": null,
                "state": "active",
                "native_state": "completed",
                "dependencies": [],
                "tags": {"Owner": "ops"},
                "created_at": "2024-05-06T07:08:09Z",
                "properties": {
                    "Description": "Daily Backup",
                    "Encrypted": false,
                    "OwnerId": "111111111111",
                    "StorageTier": "standard",
                    "VolumeId": "vol-1a2b3c4d",
                    "VolumeSize": 15,
                },
            }])
        );
    }
}
