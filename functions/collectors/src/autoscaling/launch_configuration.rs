//! Launch configurations, from `DescribeLaunchConfigurations`.
//!
//! User data is where passwords hide: that there is some is kept, what it says is not.

use crate::{
    arn,
    document::{Document, sorted, when},
    listing::list_pages,
};
use aws_sdk_autoscaling::{Client, types::LaunchConfiguration};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::AutoScaling::LaunchConfiguration");

const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");
const SNAPSHOT: TypeName = TypeName::new("AWS::EC2::Snapshot");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_launch_configurations().max_records(100).into_paginator().items().send();
    list_pages(TYPE, "autoscaling:DescribeLaunchConfigurations", pages, |launch| document(scope, &launch)).await
}

fn document(scope: &Scope, launch: &LaunchConfiguration) -> Option<Document> {
    let name = launch.launch_configuration_name()?;
    // Outside of a VPC, groups went by their names.
    let groups = launch.security_groups().iter().map(String::as_str).filter(|group| group.starts_with("sg-"));
    let disks = launch.block_device_mappings().iter().filter_map(|mapping| mapping.ebs());
    let document = Document::new(TYPE, scope, name)
        .arn(launch.launch_configuration_arn())
        .name(Some(name))
        .created_at(when(launch.created_time()))
        .needs_here(SECURITY_GROUP, groups)
        .needs_here(SNAPSHOT, disks.filter_map(|disk| disk.snapshot_id()))
        .needs(arn::instance_profile(scope, launch.iam_instance_profile()))
        .properties(properties(launch));
    Some(document)
}

fn properties(launch: &LaunchConfiguration) -> Value {
    json!({
        "AssociatePublicIpAddress": launch.associate_public_ip_address(),
        "BlockDeviceMappings": sorted(launch.block_device_mappings().iter().map(|mapping| json!({
            "DeviceName": mapping.device_name(),
            "Ebs": mapping.ebs().map(|disk| json!({
                "DeleteOnTermination": disk.delete_on_termination(),
                "Encrypted": disk.encrypted(),
                "Iops": disk.iops(),
                "SnapshotId": disk.snapshot_id(),
                "Throughput": disk.throughput(),
                "VolumeSize": disk.volume_size(),
                "VolumeType": disk.volume_type(),
            })),
            "NoDevice": mapping.no_device(),
            "VirtualName": mapping.virtual_name(),
        }))),
        "EbsOptimized": launch.ebs_optimized(),
        "HasUserData": launch.user_data().is_some_and(|data| !data.is_empty()),
        "IamInstanceProfile": launch.iam_instance_profile(),
        "ImageId": launch.image_id(),
        "InstanceMonitoring": launch.instance_monitoring().and_then(|monitoring| monitoring.enabled()),
        "InstanceType": launch.instance_type(),
        "KeyName": launch.key_name(),
        "LaunchConfigurationName": launch.launch_configuration_name(),
        "MetadataOptions": launch.metadata_options().map(|options| json!({
            "HttpEndpoint": options.http_endpoint().map(|state| state.as_str()),
            "HttpPutResponseHopLimit": options.http_put_response_hop_limit(),
            "HttpTokens": options.http_tokens().map(|state| state.as_str()),
        })),
        "PlacementTenancy": launch.placement_tenancy(),
        "SecurityGroups": sorted(launch.security_groups()),
        "SpotPrice": launch.spot_price(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeLaunchConfigurations`; `UserData` says `PASSWORD=hunter2`.
    const ANSWER: &str = r#"<DescribeLaunchConfigurationsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
        <DescribeLaunchConfigurationsResult><LaunchConfigurations><member>
            <LaunchConfigurationName>old-web</LaunchConfigurationName>
            <LaunchConfigurationARN>arn:aws:autoscaling:eu-west-1:111111111111:launchConfiguration:1:launchConfigurationName/old-web</LaunchConfigurationARN>
            <ImageId>ami-1</ImageId><InstanceType>t2.micro</InstanceType><KeyName/>
            <SecurityGroups><member>sg-1</member><member>default</member></SecurityGroups>
            <UserData>UEFTU1dPUkQ9aHVudGVyMg==</UserData>
            <BlockDeviceMappings><member><DeviceName>/dev/xvda</DeviceName>
                <Ebs><VolumeSize>8</VolumeSize><VolumeType>gp2</VolumeType><Encrypted>false</Encrypted></Ebs></member></BlockDeviceMappings>
            <InstanceMonitoring><Enabled>true</Enabled></InstanceMonitoring>
            <IamInstanceProfile>web</IamInstanceProfile><AssociatePublicIpAddress>true</AssociatePublicIpAddress>
            <CreatedTime>2020-01-02T03:04:05Z</CreatedTime><EbsOptimized>false</EbsOptimized>
            <MetadataOptions><HttpTokens>optional</HttpTokens><HttpPutResponseHopLimit>2</HttpPutResponseHopLimit></MetadataOptions>
        </member></LaunchConfigurations></DescribeLaunchConfigurationsResult>
    </DescribeLaunchConfigurationsResponse>"#;

    #[tokio::test]
    async fn documents_a_launch_configuration_without_its_user_data() {
        let wire = Wire::default().on(&["Action=DescribeLaunchConfigurations"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("autoscaling")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::AutoScaling::LaunchConfiguration",
                "region": "eu-west-1",
                "native_id": "old-web",
                "arn": "arn:aws:autoscaling:eu-west-1:111111111111:launchConfiguration:1:launchConfigurationName/old-web",
                "name": "old-web",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:global:AWS.IAM.InstanceProfile:web",
                ],
                "tags": {},
                "created_at": "2020-01-02T03:04:05Z",
                "properties": {
                    "AssociatePublicIpAddress": true,
                    "BlockDeviceMappings": [
                        {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": false, "VolumeSize": 8, "VolumeType": "gp2"}}
                    ],
                    "EbsOptimized": false,
                    "HasUserData": true,
                    "IamInstanceProfile": "web",
                    "ImageId": "ami-1",
                    "InstanceMonitoring": true,
                    "InstanceType": "t2.micro",
                    "LaunchConfigurationName": "old-web",
                    "MetadataOptions": {"HttpPutResponseHopLimit": 2, "HttpTokens": "optional"},
                    "SecurityGroups": ["default", "sg-1"],
                },
            }])
        );
    }
}
