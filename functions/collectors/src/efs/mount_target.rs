//! Mount targets, from `DescribeMountTargets`, which tells those of one file system at a time, and
//! `DescribeMountTargetSecurityGroups`.

use super::file_system;
use crate::{
    document::{Document, sorted},
    listing::{CALLS_AT_ONCE, is_one_of, list_each, read_or_note, read_pages, summed},
};
use aws_sdk_efs::{Client, types::MountTargetDescription};
use futures::stream::{self, StreamExt};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EFS::MountTarget");

const OPERATION: &str = "elasticfilesystem:DescribeMountTargets";

/// What AWS answers about something that was deleted since it was listed, or is not ready yet.
const GONE: &[&str] = &["FileSystemNotFound", "MountTargetNotFound", "IncorrectMountTargetState"];

const INTERFACE: TypeName = TypeName::new("AWS::EC2::NetworkInterface");
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let targets = targets(client).await;
    list_each(TYPE, OPERATION, targets, |target| read(client, scope, target)).await
}

async fn targets(client: &Client) -> (Vec<MountTargetDescription>, Option<Gap>) {
    let pages = client.describe_file_systems().into_paginator().items().send();
    let (systems, gap) = read_pages("elasticfilesystem:DescribeFileSystems", pages).await;
    let reads = systems.into_iter().map(|system| of_system(client, system.file_system_id));
    let answers: Vec<_> = stream::iter(reads.collect::<Vec<_>>()).buffer_unordered(CALLS_AT_ONCE).collect().await;
    let (mut all, mut gaps) = (Vec::new(), Vec::from_iter(gap));
    for (targets, gap) in answers {
        all.extend(targets);
        gaps.extend(gap);
    }
    (all, summed(gaps).into_iter().next())
}

async fn of_system(client: &Client, system: String) -> (Vec<MountTargetDescription>, Option<Gap>) {
    let mut pages = client.describe_mount_targets().file_system_id(system).into_paginator().items().send();
    let mut all = Vec::new();
    while let Some(target) = pages.next().await {
        match target {
            Ok(target) => all.push(target),
            Err(error) if is_one_of(&error, GONE) => break,
            Err(error) => return (all, Some(gap_of(OPERATION, &error))),
        }
    }
    (all, None)
}

async fn read(client: &Client, scope: &Scope, target: MountTargetDescription) -> Option<Document> {
    let mut document = document(scope, &target);
    let answer = client.describe_mount_target_security_groups().mount_target_id(target.mount_target_id()).send().await;
    let operation = "elasticfilesystem:DescribeMountTargetSecurityGroups";
    let answer = read_or_note(&mut document, "SecurityGroups", operation, GONE, answer);
    let Some(answer) = answer else { return Some(document) };
    document.property("SecurityGroups", sorted(answer.security_groups()));
    Some(document.needs_here(SECURITY_GROUP, answer.security_groups().iter().map(String::as_str)))
}

fn document(scope: &Scope, target: &MountTargetDescription) -> Document {
    let life = target.life_cycle_state();
    Document::new(TYPE, scope, target.mount_target_id())
        .state(file_system::state(life), Some(life.as_str()))
        .needs_here(file_system::TYPE, [target.file_system_id()])
        .needs_here(SUBNET, [target.subnet_id()])
        .needs_here(VPC, target.vpc_id())
        .needs_here(INTERFACE, target.network_interface_id())
        .properties(json!({
            "AvailabilityZoneName": target.availability_zone_name(),
            "FileSystemId": target.file_system_id(),
            "IpAddress": target.ip_address(),
            "Ipv6Address": target.ipv6_address(),
            "NetworkInterfaceId": target.network_interface_id(),
            "SubnetId": target.subnet_id(),
            "VpcId": target.vpc_id(),
        }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API references of `DescribeFileSystems` and `DescribeMountTargets`.
    const SYSTEMS: &str = r#"{"FileSystems": [{"CreationTime": 1767225600, "CreationToken": "1", "OwnerId": "111111111111",
        "FileSystemId": "fs-1", "LifeCycleState": "available", "NumberOfMountTargets": 1, "PerformanceMode": "generalPurpose",
        "SizeInBytes": {"Value": 6144}, "Tags": []}]}"#;
    const TARGETS: &str = r#"{"MountTargets": [{"FileSystemId": "fs-1", "IpAddress": "192.0.2.3", "LifeCycleState": "available",
        "MountTargetId": "fsmt-1", "NetworkInterfaceId": "eni-1", "OwnerId": "111111111111", "SubnetId": "subnet-1",
        "AvailabilityZoneName": "eu-west-1a", "VpcId": "vpc-1"}]}"#;

    async fn look(status: u16, groups: &str) -> Listing {
        let wire = Wire::default()
            .on(&["/mount-targets/fsmt-1/security-groups"], status, groups)
            .on(&["/mount-targets", "FileSystemId=fs-1"], 200, TARGETS)
            .on(&["/2015-02-01/file-systems"], 200, SYSTEMS);
        list(&Client::new(&wire.session()), &scope("efs")).await
    }

    #[tokio::test]
    async fn documents_a_mount_target() {
        assert_eq!(
            found(&look(200, r#"{"SecurityGroups": ["sg-1"]}"#).await),
            json!([{
                "resource_type": "AWS::EFS::MountTarget",
                "region": "eu-west-1",
                "native_id": "fsmt-1",
                "arn": null,
                "name": null,
                "state": "active",
                "native_state": "available",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.NetworkInterface:eni-1",
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-1",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-1",
                    "111111111111:eu-west-1:AWS.EFS.FileSystem:fs-1",
                ],
                "tags": {},
                "created_at": null,
                "properties": {
                    "AvailabilityZoneName": "eu-west-1a",
                    "FileSystemId": "fs-1",
                    "IpAddress": "192.0.2.3",
                    "NetworkInterfaceId": "eni-1",
                    "SecurityGroups": ["sg-1"],
                    "SubnetId": "subnet-1",
                    "VpcId": "vpc-1",
                },
            }])
        );
    }

    #[tokio::test]
    async fn one_that_is_gone_or_not_ready_is_no_gap() {
        let listing = look(409, r#"{"__type": "IncorrectMountTargetState", "Message": "x"}"#).await;

        assert_eq!((listing.found.len(), listing.gaps.len()), (1, 0));
    }
}
