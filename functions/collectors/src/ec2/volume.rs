//! EBS volumes, from `DescribeVolumes`.

use super::{only, tags};
use crate::{
    arn,
    document::{Document, sorted, when},
    listing::list_pages,
};
use aws_sdk_ec2::{
    Client,
    types::{Filter, Volume, VolumeState},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::Volume");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("volume-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let pages = client.describe_volumes().set_filters(filters).max_results(500).into_paginator().items().send();
    list_pages(TYPE, "ec2:DescribeVolumes", pages, |volume| document(scope, &volume)).await
}

fn document(scope: &Scope, volume: &Volume) -> Option<Document> {
    let id = volume.volume_id()?;
    let attachments = volume.attachments().iter().map(|attachment| {
        json!({
            "InstanceId": attachment.instance_id(),
            "Device": attachment.device(),
            "DeleteOnTermination": attachment.delete_on_termination(),
        })
    });
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("volume/{id}"))
        .state(state(volume.state()), volume.state().map(VolumeState::as_str))
        .tags(tags(volume.tags()))
        .created_at(when(volume.create_time()))
        .needs(arn::key(scope, volume.kms_key_id()))
        .properties(json!({
            "AvailabilityZone": volume.availability_zone(),
            "Encrypted": volume.encrypted(),
            "Iops": volume.iops(),
            "KmsKeyId": volume.kms_key_id(),
            "MultiAttachEnabled": volume.multi_attach_enabled(),
            "OutpostArn": volume.outpost_arn(),
            "Size": volume.size(),
            "SnapshotId": volume.snapshot_id(),
            "Throughput": volume.throughput(),
            "VolumeType": volume.volume_type().map(|kind| kind.as_str()),
            "Attachments": sorted(attachments),
        }));
    Some(document)
}

fn state(state: Option<&VolumeState>) -> ResourceState {
    match state {
        Some(VolumeState::Creating) => ResourceState::Creating,
        Some(VolumeState::Deleting | VolumeState::Deleted) => ResourceState::Deleting,
        Some(VolumeState::Error) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found};

    /// From the API reference of `DescribeVolumes`.
    const ANSWER: &str = r#"<DescribeVolumesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <volumeSet><item>
            <volumeId>vol-1234567890abcdef0</volumeId><size>80</size><snapshotId/>
            <availabilityZone>eu-west-1a</availabilityZone><status>in-use</status>
            <createTime>2026-01-02T03:04:05.000Z</createTime>
            <attachmentSet><item>
                <volumeId>vol-1234567890abcdef0</volumeId><instanceId>i-1234567890abcdef0</instanceId>
                <device>/dev/sdh</device><status>attached</status>
                <attachTime>2026-01-02T03:04:05.000Z</attachTime><deleteOnTermination>false</deleteOnTermination>
            </item></attachmentSet>
            <tagSet><item><key>Name</key><value>data</value></item></tagSet>
            <volumeType>gp3</volumeType><iops>3000</iops><throughput>125</throughput>
            <encrypted>true</encrypted>
            <kmsKeyId>arn:aws:kms:eu-west-1:111111111111:key/1234abcd</kmsKeyId>
            <multiAttachEnabled>false</multiAttachEnabled>
        </item></volumeSet>
    </DescribeVolumesResponse>"#;

    #[tokio::test]
    async fn documents_a_volume() {
        let wire = Wire::default().on(&["Action=DescribeVolumes"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &crate::wire::scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::Volume",
                "region": "eu-west-1",
                "native_id": "vol-1234567890abcdef0",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:volume/vol-1234567890abcdef0",
                "name": "data",
                "state": "active",
                "native_state": "in-use",
                "dependencies": ["111111111111:eu-west-1:AWS.KMS.Key:1234abcd"],
                "tags": {"Name": "data"},
                "created_at": "2026-01-02T03:04:05Z",
                "properties": {
                    "AvailabilityZone": "eu-west-1a",
                    "Encrypted": true,
                    "Iops": 3000,
                    "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/1234abcd",
                    "MultiAttachEnabled": false,
                    "Size": 80,
                    "Throughput": 125,
                    "VolumeType": "gp3",
                    "Attachments": [
                        {"InstanceId": "i-1234567890abcdef0", "Device": "/dev/sdh", "DeleteOnTermination": false}
                    ],
                },
            }])
        );
    }
}
