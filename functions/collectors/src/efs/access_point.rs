//! Access points, from `DescribeAccessPoints`, which answers for all file systems at once.

use super::file_system;
use crate::{
    document::{Document, sorted, tags},
    listing::list_pages,
};
use aws_sdk_efs::{
    Client,
    types::{AccessPointDescription, LifeCycleState},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EFS::AccessPoint");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_access_points().max_results(1_000).into_paginator().items().send();
    list_pages(TYPE, "elasticfilesystem:DescribeAccessPoints", pages, |point| document(scope, &point)).await
}

fn document(scope: &Scope, point: &AccessPointDescription) -> Option<Document> {
    let life = point.life_cycle_state();
    let user = point.posix_user();
    let root = point.root_directory();
    let document = Document::new(TYPE, scope, point.access_point_id()?)
        .arn(point.access_point_arn())
        .name(point.name())
        .state(
            life.map_or(pantheon_core::resource::ResourceState::Active, file_system::state),
            life.map(LifeCycleState::as_str),
        )
        .tags(tags(point.tags().iter().map(|tag| (tag.key(), tag.value()))))
        .needs_here(file_system::TYPE, point.file_system_id())
        .properties(json!({
            "FileSystemId": point.file_system_id(),
            "PosixUser": user.map(|user| json!({
                "Gid": user.gid(),
                "SecondaryGids": sorted(user.secondary_gids()),
                "Uid": user.uid(),
            })),
            "RootDirectory": root.map(|root| json!({
                "CreationInfo": root.creation_info().map(|info| json!({
                    "OwnerGid": info.owner_gid(),
                    "OwnerUid": info.owner_uid(),
                    "Permissions": info.permissions(),
                })),
                "Path": root.path(),
            })),
        }));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeAccessPoints`.
    const ANSWER: &str = r#"{"AccessPoints": [{
        "AccessPointArn": "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-1", "AccessPointId": "fsap-1",
        "FileSystemId": "fs-1", "LifeCycleState": "available", "Name": "app", "OwnerId": "111111111111",
        "PosixUser": {"Uid": 1000, "Gid": 1000}, "Tags": [{"Key": "Name", "Value": "app"}],
        "RootDirectory": {"Path": "/app", "CreationInfo": {"OwnerUid": 1000, "OwnerGid": 1000, "Permissions": "0755"}}}]}"#;

    #[tokio::test]
    async fn documents_an_access_point() {
        let wire = Wire::default().on(&["/2015-02-01/access-points"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("efs")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EFS::AccessPoint",
                "region": "eu-west-1",
                "native_id": "fsap-1",
                "arn": "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-1",
                "name": "app",
                "state": "active",
                "native_state": "available",
                "dependencies": ["111111111111:eu-west-1:AWS.EFS.FileSystem:fs-1"],
                "tags": {"Name": "app"},
                "created_at": null,
                "properties": {
                    "FileSystemId": "fs-1",
                    "PosixUser": {"Gid": 1000, "Uid": 1000},
                    "RootDirectory": {
                        "CreationInfo": {"OwnerGid": 1000, "OwnerUid": 1000, "Permissions": "0755"},
                        "Path": "/app",
                    },
                },
            }])
        );
    }
}
