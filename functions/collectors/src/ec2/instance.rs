//! EC2 instances, from `DescribeInstances`.

use super::{network_interface, only, security_group, subnet, tags, volume, vpc};
use crate::{
    arn,
    document::{Document, sorted, when},
    listing::list_pages,
};
use aws_sdk_ec2::{
    Client,
    types::{Filter, Instance, InstanceStateName, MonitoringState},
};
use aws_smithy_async::future::pagination_stream::TryFlatMap;
use chrono::{DateTime, Utc};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::Instance");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("instance-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let pages = client.describe_instances().set_filters(filters).max_results(500).into_paginator().send();
    let instances = TryFlatMap::new(pages).flat_map(|page| {
        page.reservations.unwrap_or_default().into_iter().flat_map(|group| group.instances.unwrap_or_default())
    });
    list_pages(TYPE, "ec2:DescribeInstances", instances, |instance| document(scope, &instance)).await
}

fn document(scope: &Scope, instance: &Instance) -> Option<Document> {
    let id = instance.instance_id()?;
    let state = instance.state().and_then(|state| state.name());
    let profile = instance.iam_instance_profile().and_then(|profile| profile.arn());
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("instance/{id}"))
        .state(state_of(state), state.map(InstanceStateName::as_str))
        .tags(tags(instance.tags()))
        .created_at(first_launch(instance))
        .needs_here(vpc::TYPE, instance.vpc_id())
        .needs_here(subnet::TYPE, instance.subnet_id())
        .needs_here(security_group::TYPE, groups(instance))
        .needs_here(volume::TYPE, volumes(instance))
        .needs_here(network_interface::TYPE, interfaces(instance))
        .needs(profile.and_then(arn::resource))
        .properties(properties(instance));
    Some(document)
}

fn properties(instance: &Instance) -> Value {
    let placement = instance.placement();
    let profile = instance.iam_instance_profile().and_then(|profile| profile.arn());
    json!({
        "Architecture": instance.architecture().map(|name| name.as_str()),
        "AvailabilityZone": placement.and_then(|placement| placement.availability_zone()),
        "BlockDeviceMappings": disks(instance),
        "CpuOptions": instance.cpu_options().map(|cpu| json!({
            "CoreCount": cpu.core_count(),
            "ThreadsPerCore": cpu.threads_per_core(),
        })),
        "EbsOptimized": instance.ebs_optimized(),
        "EnclaveOptions": instance.enclave_options().map(|options| json!({"Enabled": options.enabled()})),
        "HibernationOptions": instance.hibernation_options().map(|options| json!({"Configured": options.configured()})),
        "IamInstanceProfile": profile.and_then(|arn| arn.rsplit('/').next()),
        "ImageId": instance.image_id(),
        "InstanceLifecycle": instance.instance_lifecycle().map(|kind| kind.as_str()),
        "InstanceType": instance.instance_type().map(|kind| kind.as_str()),
        "Ipv6Addresses": sorted(instance.network_interfaces().iter()
            .flat_map(|interface| interface.ipv6_addresses().iter().filter_map(|address| address.ipv6_address()))),
        "KeyName": instance.key_name(),
        "LaunchTime": when(instance.launch_time()),
        "MetadataOptions": instance.metadata_options().map(|options| json!({
            "HttpEndpoint": options.http_endpoint().map(|state| state.as_str()),
            "HttpPutResponseHopLimit": options.http_put_response_hop_limit(),
            "HttpTokens": options.http_tokens().map(|state| state.as_str()),
            "InstanceMetadataTags": options.instance_metadata_tags().map(|state| state.as_str()),
        })),
        "Monitoring": instance.monitoring().map(|monitoring| monitoring.state() == Some(&MonitoringState::Enabled)),
        "NetworkInterfaces": sorted(instance.network_interfaces().iter().map(|interface| json!({
            "NetworkInterfaceId": interface.network_interface_id(),
            "DeviceIndex": interface.attachment().and_then(|attachment| attachment.device_index()),
            "SubnetId": interface.subnet_id(),
        }))),
        "PlatformDetails": instance.platform_details(),
        "PrivateIpAddress": instance.private_ip_address(),
        "PublicIpAddress": instance.public_ip_address(),
        "RootDeviceName": instance.root_device_name(),
        "SecurityGroupIds": sorted(groups(instance)),
        "SourceDestCheck": instance.source_dest_check(),
        "StateReason": instance.state_reason().and_then(|reason| reason.code()),
        "SubnetId": instance.subnet_id(),
        "Tenancy": placement.and_then(|placement| placement.tenancy()).map(|tenancy| tenancy.as_str()),
        "VpcId": instance.vpc_id(),
    })
}

fn disks(instance: &Instance) -> Value {
    sorted(instance.block_device_mappings().iter().map(|mapping| {
        json!({
            "DeviceName": mapping.device_name(),
            "Ebs": mapping.ebs().map(|disk| json!({
                "VolumeId": disk.volume_id(),
                "DeleteOnTermination": disk.delete_on_termination(),
            })),
        })
    }))
}

fn groups(instance: &Instance) -> impl Iterator<Item = &str> {
    instance.security_groups().iter().filter_map(|group| group.group_id())
}

fn volumes(instance: &Instance) -> impl Iterator<Item = &str> {
    instance.block_device_mappings().iter().filter_map(|mapping| mapping.ebs()?.volume_id())
}

fn interfaces(instance: &Instance) -> impl Iterator<Item = &str> {
    instance.network_interfaces().iter().filter_map(|interface| interface.network_interface_id())
}

/// Returns when the instance was made: its launch time is that of its last start, but what it was
/// made with is attached for ever.
fn first_launch(instance: &Instance) -> Option<DateTime<Utc>> {
    let disks = instance.block_device_mappings().iter().filter_map(|mapping| when(mapping.ebs()?.attach_time()));
    let interfaces = instance.network_interfaces().iter();
    let interfaces = interfaces.filter_map(|interface| when(interface.attachment()?.attach_time()));
    disks.chain(interfaces).chain(when(instance.launch_time())).min()
}

fn state_of(state: Option<&InstanceStateName>) -> ResourceState {
    match state {
        Some(InstanceStateName::Pending) => ResourceState::Creating,
        Some(InstanceStateName::Stopping) => ResourceState::Updating,
        Some(InstanceStateName::ShuttingDown | InstanceStateName::Terminated) => ResourceState::Deleting,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeInstances`.
    const ANSWER: &str = r#"<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <reservationSet><item>
            <reservationId>r-1</reservationId><ownerId>111111111111</ownerId><groupSet/>
            <instancesSet><item>
                <instanceId>i-1234567890abcdef0</instanceId><imageId>ami-bff32ccc</imageId>
                <instanceState><code>80</code><name>stopped</name></instanceState>
                <privateDnsName>ip-192-168-1-88.eu-west-1.compute.internal</privateDnsName><dnsName/>
                <reason>User initiated (2026-02-01 10:00:00 GMT)</reason><keyName>my_keypair</keyName>
                <instanceType>t3.micro</instanceType><launchTime>2026-01-30T10:00:00.000Z</launchTime>
                <placement><availabilityZone>eu-west-1c</availabilityZone><groupName/><tenancy>default</tenancy></placement>
                <monitoring><state>disabled</state></monitoring>
                <subnetId>subnet-56f5f633</subnetId><vpcId>vpc-11112222</vpcId>
                <privateIpAddress>192.168.1.88</privateIpAddress><sourceDestCheck>true</sourceDestCheck>
                <groupSet>
                    <item><groupId>sg-f</groupId><groupName>b</groupName></item>
                    <item><groupId>sg-e</groupId><groupName>a</groupName></item>
                </groupSet>
                <stateReason><code>Client.UserInitiatedShutdown</code><message>x</message></stateReason>
                <architecture>x86_64</architecture><rootDeviceName>/dev/xvda</rootDeviceName>
                <blockDeviceMapping><item>
                    <deviceName>/dev/xvda</deviceName>
                    <ebs><volumeId>vol-1</volumeId><status>attached</status>
                        <attachTime>2025-12-22T10:44:09.000Z</attachTime><deleteOnTermination>true</deleteOnTermination></ebs>
                </item></blockDeviceMapping>
                <tagSet><item><key>Name</key><value>Server_1</value></item></tagSet>
                <networkInterfaceSet><item>
                    <networkInterfaceId>eni-551ba033</networkInterfaceId><subnetId>subnet-56f5f633</subnetId>
                    <attachment><attachmentId>eni-attach-1</attachmentId><deviceIndex>0</deviceIndex>
                        <attachTime>2025-12-22T10:44:05.000Z</attachTime></attachment>
                </item></networkInterfaceSet>
                <iamInstanceProfile>
                    <arn>arn:aws:iam::111111111111:instance-profile/web/server</arn><id>AIPA1</id>
                </iamInstanceProfile>
                <ebsOptimized>false</ebsOptimized>
                <cpuOptions><coreCount>1</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions>
                <hibernationOptions><configured>false</configured></hibernationOptions>
                <metadataOptions><state>applied</state><httpTokens>optional</httpTokens>
                    <httpPutResponseHopLimit>1</httpPutResponseHopLimit><httpEndpoint>enabled</httpEndpoint></metadataOptions>
                <enclaveOptions><enabled>false</enabled></enclaveOptions>
                <platformDetails>Linux/UNIX</platformDetails>
            </item></instancesSet>
        </item></reservationSet>
    </DescribeInstancesResponse>"#;

    #[tokio::test]
    async fn documents_an_instance() {
        let wire = Wire::default().on(&["Action=DescribeInstances"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::Instance",
                "region": "eu-west-1",
                "native_id": "i-1234567890abcdef0",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:instance/i-1234567890abcdef0",
                "name": "Server_1",
                "state": "active",
                "native_state": "stopped",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.NetworkInterface:eni-551ba033",
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-e",
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-f",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-56f5f633",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-11112222",
                    "111111111111:eu-west-1:AWS.EC2.Volume:vol-1",
                    "111111111111:global:AWS.IAM.InstanceProfile:server",
                ],
                "tags": {"Name": "Server_1"},
                "created_at": "2025-12-22T10:44:05Z",
                "properties": {
                    "Architecture": "x86_64",
                    "AvailabilityZone": "eu-west-1c",
                    "BlockDeviceMappings": [
                        {"DeviceName": "/dev/xvda", "Ebs": {"DeleteOnTermination": true, "VolumeId": "vol-1"}}
                    ],
                    "CpuOptions": {"CoreCount": 1, "ThreadsPerCore": 2},
                    "EbsOptimized": false,
                    "EnclaveOptions": {"Enabled": false},
                    "HibernationOptions": {"Configured": false},
                    "IamInstanceProfile": "server",
                    "ImageId": "ami-bff32ccc",
                    "InstanceType": "t3.micro",
                    "KeyName": "my_keypair",
                    "LaunchTime": "2026-01-30T10:00:00Z",
                    "MetadataOptions": {"HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 1, "HttpTokens": "optional"},
                    "Monitoring": false,
                    "NetworkInterfaces": [
                        {"DeviceIndex": 0, "NetworkInterfaceId": "eni-551ba033", "SubnetId": "subnet-56f5f633"}
                    ],
                    "PlatformDetails": "Linux/UNIX",
                    "PrivateIpAddress": "192.168.1.88",
                    "RootDeviceName": "/dev/xvda",
                    "SecurityGroupIds": ["sg-e", "sg-f"],
                    "SourceDestCheck": true,
                    "StateReason": "Client.UserInitiatedShutdown",
                    "SubnetId": "subnet-56f5f633",
                    "Tenancy": "default",
                    "VpcId": "vpc-11112222",
                },
            }])
        );
    }

    #[test]
    fn is_on_its_way_out_while_it_shuts_down() {
        assert_eq!(state_of(Some(&InstanceStateName::Pending)), ResourceState::Creating);
        assert_eq!(state_of(Some(&InstanceStateName::Running)), ResourceState::Active);
        assert_eq!(state_of(Some(&InstanceStateName::Terminated)), ResourceState::Deleting);
    }
}
