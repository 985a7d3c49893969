//! Snapshots of instances that people took, from `DescribeDBSnapshots`.
//!
//! Automated snapshots come and go with the retention of their instance and are a part of it.
//! CloudFormation has no such type; the name is that of AWS Config.

use super::{state, tags};
use crate::{
    arn,
    document::{Document, when},
    listing::list_pages,
};
use aws_sdk_rds::{Client, types::DbSnapshot};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::RDS::DBSnapshot");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let request = client.describe_db_snapshots().snapshot_type("manual").max_records(100);
    let pages = request.into_paginator().items().send();
    list_pages(TYPE, "rds:DescribeDBSnapshots", pages, |snapshot| document(scope, &snapshot)).await
}

fn document(scope: &Scope, snapshot: &DbSnapshot) -> Option<Document> {
    let id = snapshot.db_snapshot_identifier()?;
    let document = Document::new(TYPE, scope, id)
        .arn(snapshot.db_snapshot_arn())
        .name(Some(id))
        .state(state(snapshot.status()), snapshot.status())
        .tags(tags(snapshot.tag_list()))
        .created_at(when(snapshot.original_snapshot_create_time().or(snapshot.snapshot_create_time())))
        .needs(arn::key(scope, snapshot.kms_key_id()))
        .properties(json!({
            "AllocatedStorage": snapshot.allocated_storage(),
            "DBInstanceIdentifier": snapshot.db_instance_identifier(),
            "DBSnapshotIdentifier": id,
            "Encrypted": snapshot.encrypted(),
            "Engine": snapshot.engine(),
            "EngineVersion": snapshot.engine_version(),
            "KmsKeyId": snapshot.kms_key_id(),
            "SnapshotType": snapshot.snapshot_type(),
            "StorageType": snapshot.storage_type(),
        }));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeDBSnapshots`.
    const ANSWER: &str = r#"<DescribeDBSnapshotsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
        <DescribeDBSnapshotsResult><DBSnapshots><DBSnapshot>
            <DBSnapshotIdentifier>before-upgrade</DBSnapshotIdentifier><DBInstanceIdentifier>mysqldb</DBInstanceIdentifier>
            <SnapshotCreateTime>2024-04-05T06:07:08.000Z</SnapshotCreateTime><Engine>mysql</Engine>
            <AllocatedStorage>20</AllocatedStorage><Status>available</Status><SnapshotType>manual</SnapshotType>
            <Encrypted>false</Encrypted><StorageType>gp2</StorageType><PercentProgress>100</PercentProgress>
            <DBSnapshotArn>arn:aws:rds:eu-west-1:111111111111:snapshot:before-upgrade</DBSnapshotArn>
        </DBSnapshot></DBSnapshots></DescribeDBSnapshotsResult>
    </DescribeDBSnapshotsResponse>"#;

    #[tokio::test]
    async fn documents_a_manual_snapshot() {
        let wire = Wire::default().on(&["Action=DescribeDBSnapshots", "SnapshotType=manual"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("rds")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::RDS::DBSnapshot",
                "region": "eu-west-1",
                "native_id": "before-upgrade",
                "arn": "arn:aws:rds:eu-west-1:111111111111:snapshot:before-upgrade",
                "name": "before-upgrade",
                "state": "active",
                "native_state": "available",
                "dependencies": [],
                "tags": {},
                "created_at": "2024-04-05T06:07:08Z",
                "properties": {
                    "AllocatedStorage": 20,
                    "DBInstanceIdentifier": "mysqldb",
                    "DBSnapshotIdentifier": "before-upgrade",
                    "Encrypted": false,
                    "Engine": "mysql",
                    "SnapshotType": "manual",
                    "StorageType": "gp2",
                },
            }])
        );
    }
}
