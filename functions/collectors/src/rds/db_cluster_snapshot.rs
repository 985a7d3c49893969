//! Snapshots of clusters that people took, from `DescribeDBClusterSnapshots`.
//!
//! CloudFormation has no such type; the name is that of AWS Config.

use super::{state, tags};
use crate::{
    arn,
    document::{Document, when},
    listing::list_pages,
};
use aws_sdk_rds::{Client, types::DbClusterSnapshot};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::RDS::DBClusterSnapshot");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let request = client.describe_db_cluster_snapshots().snapshot_type("manual").max_records(100);
    let pages = request.into_paginator().items().send();
    list_pages(TYPE, "rds:DescribeDBClusterSnapshots", pages, |snapshot| document(scope, &snapshot)).await
}

fn document(scope: &Scope, snapshot: &DbClusterSnapshot) -> Option<Document> {
    let id = snapshot.db_cluster_snapshot_identifier()?;
    let document = Document::new(TYPE, scope, id)
        .arn(snapshot.db_cluster_snapshot_arn())
        .name(Some(id))
        .state(state(snapshot.status()), snapshot.status())
        .tags(tags(snapshot.tag_list()))
        .created_at(when(snapshot.snapshot_create_time()))
        .needs(arn::key(scope, snapshot.kms_key_id()))
        .properties(json!({
            "AllocatedStorage": snapshot.allocated_storage(),
            "DBClusterIdentifier": snapshot.db_cluster_identifier(),
            "DBClusterSnapshotIdentifier": id,
            "Engine": snapshot.engine(),
            "EngineVersion": snapshot.engine_version(),
            "KmsKeyId": snapshot.kms_key_id(),
            "SnapshotType": snapshot.snapshot_type(),
            "StorageEncrypted": snapshot.storage_encrypted(),
        }));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeDBClusterSnapshots`.
    const ANSWER: &str = r#"<DescribeDBClusterSnapshotsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
        <DescribeDBClusterSnapshotsResult><DBClusterSnapshots><DBClusterSnapshot>
            <DBClusterSnapshotIdentifier>mine</DBClusterSnapshotIdentifier><DBClusterIdentifier>sample-cluster</DBClusterIdentifier>
            <SnapshotCreateTime>2024-04-05T06:07:08.000Z</SnapshotCreateTime><Engine>aurora-mysql</Engine>
            <AllocatedStorage>1</AllocatedStorage><Status>copying</Status><SnapshotType>manual</SnapshotType>
            <StorageEncrypted>true</StorageEncrypted><KmsKeyId>arn:aws:kms:eu-west-1:111111111111:key/abcd</KmsKeyId>
            <DBClusterSnapshotArn>arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:mine</DBClusterSnapshotArn>
            <TagList><Tag><Key>k</Key><Value>v</Value></Tag></TagList>
        </DBClusterSnapshot></DBClusterSnapshots></DescribeDBClusterSnapshotsResult>
    </DescribeDBClusterSnapshotsResponse>"#;

    #[tokio::test]
    async fn documents_a_manual_snapshot_of_a_cluster() {
        let wire = Wire::default().on(&["Action=DescribeDBClusterSnapshots", "SnapshotType=manual"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("rds")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::RDS::DBClusterSnapshot",
                "region": "eu-west-1",
                "native_id": "mine",
                "arn": "arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:mine",
                "name": "mine",
                "state": "updating",
                "native_state": "copying",
                "dependencies": ["111111111111:eu-west-1:AWS.KMS.Key:abcd"],
                "tags": {"k": "v"},
                "created_at": "2024-04-05T06:07:08Z",
                "properties": {
                    "AllocatedStorage": 1,
                    "DBClusterIdentifier": "sample-cluster",
                    "DBClusterSnapshotIdentifier": "mine",
                    "Engine": "aurora-mysql",
                    "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "SnapshotType": "manual",
                    "StorageEncrypted": true,
                },
            }])
        );
    }
}
