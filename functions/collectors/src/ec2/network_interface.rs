//! Network interfaces, from `DescribeNetworkInterfaces`.

use super::{only, security_group, subnet, tags, vpc};
use crate::{
    document::{Document, sorted},
    listing::list_pages,
};
use aws_sdk_ec2::{
    Client,
    types::{Filter, NetworkInterface, NetworkInterfaceStatus},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::NetworkInterface");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("network-interface-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let pages =
        client.describe_network_interfaces().set_filters(filters).max_results(1_000).into_paginator().items().send();
    list_pages(TYPE, "ec2:DescribeNetworkInterfaces", pages, |interface| document(scope, &interface)).await
}

fn document(scope: &Scope, interface: &NetworkInterface) -> Option<Document> {
    let id = interface.network_interface_id()?;
    let groups = || interface.groups().iter().filter_map(|group| group.group_id());
    let addresses = interface.private_ip_addresses().iter();
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("network-interface/{id}"))
        .state(state(interface.status()), interface.status().map(NetworkInterfaceStatus::as_str))
        .tags(tags(interface.tag_set()))
        .needs_here(vpc::TYPE, interface.vpc_id())
        .needs_here(subnet::TYPE, interface.subnet_id())
        .needs_here(security_group::TYPE, groups())
        .properties(json!({
            "Attachment": interface.attachment().map(|attachment| json!({
                "DeleteOnTermination": attachment.delete_on_termination(),
                "DeviceIndex": attachment.device_index(),
                "InstanceId": attachment.instance_id(),
            })),
            "AllocationId": interface.association().and_then(|association| association.allocation_id()),
            "AvailabilityZone": interface.availability_zone(),
            "Description": interface.description(),
            "GroupSet": sorted(groups()),
            "InterfaceType": interface.interface_type().map(|kind| kind.as_str()),
            "Ipv6Addresses":
                sorted(interface.ipv6_addresses().iter().filter_map(|address| address.ipv6_address())),
            "PrivateIpAddress": interface.private_ip_address(),
            "PrivateIpAddresses": sorted(addresses.map(|address| json!({
                "Primary": address.primary(),
                "PrivateIpAddress": address.private_ip_address(),
            }))),
            "PublicIp": interface.association().and_then(|association| association.public_ip()),
            "RequesterId": interface.requester_id(),
            "RequesterManaged": interface.requester_managed(),
            "SourceDestCheck": interface.source_dest_check(),
            "SubnetId": interface.subnet_id(),
            "VpcId": interface.vpc_id(),
        }));
    Some(document)
}

fn state(state: Option<&NetworkInterfaceStatus>) -> ResourceState {
    match state {
        Some(NetworkInterfaceStatus::Attaching | NetworkInterfaceStatus::Detaching) => ResourceState::Updating,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeNetworkInterfaces`.
    const ANSWER: &str = r#"<DescribeNetworkInterfacesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <networkInterfaceSet><item>
            <networkInterfaceId>eni-0f62d866</networkInterfaceId><subnetId>subnet-c53c87ac</subnetId><vpcId>vpc-cc3c87a5</vpcId>
            <availabilityZone>eu-west-1c</availabilityZone><description>front</description><ownerId>111111111111</ownerId>
            <requesterManaged>false</requesterManaged><status>in-use</status><macAddress>02:81:60:cb:27:37</macAddress>
            <privateIpAddress>10.0.0.146</privateIpAddress><sourceDestCheck>true</sourceDestCheck>
            <groupSet><item><groupId>sg-3f4b5653</groupId><groupName>default</groupName></item></groupSet>
            <attachment><attachmentId>eni-attach-6537fc0c</attachmentId><instanceId>i-1234567890abcdef0</instanceId>
                <deviceIndex>0</deviceIndex><status>attached</status><attachTime>2026-07-01T21:45:27.000Z</attachTime>
                <deleteOnTermination>true</deleteOnTermination></attachment>
            <association><publicIp>203.0.113.9</publicIp><allocationId>eipalloc-1</allocationId></association>
            <tagSet/>
            <privateIpAddressesSet><item><privateIpAddress>10.0.0.146</privateIpAddress><primary>true</primary></item></privateIpAddressesSet>
            <interfaceType>interface</interfaceType>
        </item></networkInterfaceSet>
    </DescribeNetworkInterfacesResponse>"#;

    #[tokio::test]
    async fn documents_a_network_interface() {
        let wire = Wire::default().on(&["Action=DescribeNetworkInterfaces"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::NetworkInterface",
                "region": "eu-west-1",
                "native_id": "eni-0f62d866",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:network-interface/eni-0f62d866",
                "name": null,
                "state": "active",
                "native_state": "in-use",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-3f4b5653",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-c53c87ac",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-cc3c87a5",
                ],
                "tags": {},
                "created_at": null,
                "properties": {
                    "AllocationId": "eipalloc-1",
                    "Attachment": {"DeleteOnTermination": true, "DeviceIndex": 0, "InstanceId": "i-1234567890abcdef0"},
                    "AvailabilityZone": "eu-west-1c",
                    "Description": "front",
                    "GroupSet": ["sg-3f4b5653"],
                    "InterfaceType": "interface",
                    "PrivateIpAddress": "10.0.0.146",
                    "PrivateIpAddresses": [{"Primary": true, "PrivateIpAddress": "10.0.0.146"}],
                    "PublicIp": "203.0.113.9",
                    "RequesterManaged": false,
                    "SourceDestCheck": true,
                    "SubnetId": "subnet-c53c87ac",
                    "VpcId": "vpc-cc3c87a5",
                },
            }])
        );
    }
}
