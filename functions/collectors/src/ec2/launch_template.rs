//! Launch templates with their default version, from `DescribeLaunchTemplates` and
//! `DescribeLaunchTemplateVersions`.
//!
//! User data is where passwords hide: that there is some is kept, what it says is not.

use super::{security_group, subnet, tags};
use crate::{
    arn,
    document::{Document, neighbor, sorted, when},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_ec2::{
    Client,
    types::{LaunchTemplate, LaunchTemplateIamInstanceProfileSpecification, ResponseLaunchTemplateData},
};
use pantheon_core::{
    aws::{Region, TypeName},
    collect::{Listing, Scope},
    resource::ResourceId,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::LaunchTemplate");

const OPERATION: &str = "ec2:DescribeLaunchTemplates";
const INSTANCE_PROFILE: TypeName = TypeName::new("AWS::IAM::InstanceProfile");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_launch_templates().max_results(200).into_paginator().items().send();
    let templates = read_pages(OPERATION, pages).await;
    list_each(TYPE, OPERATION, templates, |template| read(client, scope, template)).await
}

async fn read(client: &Client, scope: &Scope, template: LaunchTemplate) -> Option<Document> {
    let id = template.launch_template_id()?;
    let mut document = document(scope, id, &template);

    let request = client.describe_launch_template_versions().launch_template_id(id).versions("$Default");
    let operation = "ec2:DescribeLaunchTemplateVersions";
    let answer = read_or_note(&mut document, "LaunchTemplateData", operation, &[], request.send().await);
    let version = answer.as_ref().and_then(|answer| answer.launch_template_versions().first());
    let Some(data) = version.and_then(|version| version.launch_template_data()) else { return Some(document) };

    document.property("LaunchTemplateData", launch_data(data));
    let interfaces = data.network_interfaces();
    let disks = data.block_device_mappings().iter().filter_map(|mapping| mapping.ebs());
    Some(
        document
            .needs_here(security_group::TYPE, data.security_group_ids().iter().map(String::as_str))
            .needs_here(
                security_group::TYPE,
                interfaces.iter().flat_map(|interface| interface.groups().iter().map(String::as_str)),
            )
            .needs_here(subnet::TYPE, interfaces.iter().filter_map(|interface| interface.subnet_id()))
            .needs(disks.filter_map(|disk| arn::key(scope, disk.kms_key_id())))
            .needs(data.iam_instance_profile().and_then(|profile| profile_id(scope, profile))),
    )
}

/// Returns the instance profile, which a template names by its ARN or by its name.
fn profile_id(scope: &Scope, profile: &LaunchTemplateIamInstanceProfileSpecification) -> Option<ResourceId> {
    let named = profile.name().map(|name| {
        let mut id = neighbor(scope, INSTANCE_PROFILE, name);
        id.region = Region::global();
        id
    });
    profile.arn().and_then(arn::resource).or(named)
}

fn document(scope: &Scope, id: &str, template: &LaunchTemplate) -> Document {
    Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("launch-template/{id}"))
        .name(template.launch_template_name())
        .tags(tags(template.tags()))
        .created_at(when(template.create_time()))
        .properties(json!({
            "DefaultVersionNumber": template.default_version_number(),
            "LatestVersionNumber": template.latest_version_number(),
            "LaunchTemplateName": template.launch_template_name(),
        }))
}

fn launch_data(data: &ResponseLaunchTemplateData) -> Value {
    json!({
        "BlockDeviceMappings": sorted(data.block_device_mappings().iter().map(|mapping| json!({
            "DeviceName": mapping.device_name(),
            "Ebs": mapping.ebs().map(|disk| json!({
                "DeleteOnTermination": disk.delete_on_termination(),
                "Encrypted": disk.encrypted(),
                "Iops": disk.iops(),
                "KmsKeyId": disk.kms_key_id(),
                "Throughput": disk.throughput(),
                "VolumeSize": disk.volume_size(),
                "VolumeType": disk.volume_type().map(|kind| kind.as_str()),
            })),
        }))),
        "EbsOptimized": data.ebs_optimized(),
        "HasUserData": data.user_data().is_some(),
        "IamInstanceProfile": data.iam_instance_profile().map(|profile| json!({
            "Arn": profile.arn(),
            "Name": profile.name(),
        })),
        "ImageId": data.image_id(),
        "InstanceType": data.instance_type().map(|kind| kind.as_str()),
        "KeyName": data.key_name(),
        "MetadataOptions": data.metadata_options().map(|options| json!({
            "HttpEndpoint": options.http_endpoint().map(|state| state.as_str()),
            "HttpPutResponseHopLimit": options.http_put_response_hop_limit(),
            "HttpTokens": options.http_tokens().map(|state| state.as_str()),
        })),
        "Monitoring": data.monitoring().map(|monitoring| json!({"Enabled": monitoring.enabled()})),
        "NetworkInterfaces": sorted(data.network_interfaces().iter().map(|interface| json!({
            "AssociatePublicIpAddress": interface.associate_public_ip_address(),
            "DeviceIndex": interface.device_index(),
            "Groups": sorted(interface.groups()),
            "SubnetId": interface.subnet_id(),
        }))),
        "SecurityGroupIds": sorted(data.security_group_ids()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, refused_by_ec2, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeLaunchTemplates`.
    const TEMPLATES: &str = r#"<DescribeLaunchTemplatesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <launchTemplates><item>
            <launchTemplateId>lt-0a20c965061f64abc</launchTemplateId><launchTemplateName>web</launchTemplateName>
            <createTime>2026-10-31T11:38:52.000Z</createTime><createdBy>arn:aws:iam::111111111111:root</createdBy>
            <defaultVersionNumber>1</defaultVersionNumber><latestVersionNumber>2</latestVersionNumber>
        </item></launchTemplates>
    </DescribeLaunchTemplatesResponse>"#;

    /// From the API reference of `DescribeLaunchTemplateVersions`.
    const VERSIONS: &str = r#"<DescribeLaunchTemplateVersionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <launchTemplateVersionSet><item>
            <launchTemplateId>lt-0a20c965061f64abc</launchTemplateId><versionNumber>1</versionNumber>
            <defaultVersion>true</defaultVersion>
            <launchTemplateData>
                <imageId>ami-6057e21a</imageId><instanceType>t3.medium</instanceType><userData>c2VjcmV0</userData>
                <securityGroupIdSet><item>sg-2</item><item>sg-1</item></securityGroupIdSet>
                <iamInstanceProfile><arn>arn:aws:iam::111111111111:instance-profile/web</arn></iamInstanceProfile>
                <networkInterfaceSet><item><deviceIndex>0</deviceIndex><subnetId>subnet-1a2b3c4d</subnetId>
                    <associatePublicIpAddress>true</associatePublicIpAddress></item></networkInterfaceSet>
            </launchTemplateData>
        </item></launchTemplateVersionSet>
    </DescribeLaunchTemplateVersionsResponse>"#;

    #[tokio::test]
    async fn documents_a_launch_template_without_its_user_data() {
        let wire = Wire::default().on(&["Action=DescribeLaunchTemplates&"], 200, TEMPLATES).on(
            &["Action=DescribeLaunchTemplateVersions&", "lt-0a20c965061f64abc"],
            200,
            VERSIONS,
        );

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::LaunchTemplate",
                "region": "eu-west-1",
                "native_id": "lt-0a20c965061f64abc",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:launch-template/lt-0a20c965061f64abc",
                "name": "web",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-2",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-1a2b3c4d",
                    "111111111111:global:AWS.IAM.InstanceProfile:web",
                ],
                "tags": {},
                "created_at": "2026-10-31T11:38:52Z",
                "properties": {
                    "DefaultVersionNumber": 1,
                    "LatestVersionNumber": 2,
                    "LaunchTemplateData": {
                        "HasUserData": true,
                        "IamInstanceProfile": {"Arn": "arn:aws:iam::111111111111:instance-profile/web"},
                        "ImageId": "ami-6057e21a",
                        "InstanceType": "t3.medium",
                        "NetworkInterfaces": [
                            {"AssociatePublicIpAddress": true, "DeviceIndex": 0, "SubnetId": "subnet-1a2b3c4d"}
                        ],
                        "SecurityGroupIds": ["sg-1", "sg-2"],
                    },
                    "LaunchTemplateName": "web",
                },
            }])
        );
    }

    #[tokio::test]
    async fn needs_a_profile_by_its_name_and_the_keys_of_its_disks() {
        let versions =
            VERSIONS.replace("<arn>arn:aws:iam::111111111111:instance-profile/web</arn>", "<name>web</name>").replace(
                "<networkInterfaceSet>",
                "<blockDeviceMappingSet><item><ebs><kmsKeyId>abcd</kmsKeyId></ebs></item></blockDeviceMappingSet>
                <networkInterfaceSet>",
            );
        let wire = Wire::default().on(&["Action=DescribeLaunchTemplates&"], 200, TEMPLATES).on(
            &["Action=DescribeLaunchTemplateVersions&"],
            200,
            versions,
        );

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        let needed: Vec<_> = listing.found[0].dependencies.iter().map(ToString::to_string).collect();
        assert!(needed.contains(&"111111111111:global:AWS.IAM.InstanceProfile:web".to_owned()), "{needed:?}");
        assert!(needed.contains(&"111111111111:eu-west-1:AWS.KMS.Key:abcd".to_owned()), "{needed:?}");
    }

    #[tokio::test]
    async fn keeps_a_template_whose_version_it_may_not_read() {
        let wire = Wire::default().on(&["Action=DescribeLaunchTemplates&"], 200, TEMPLATES).on(
            &["Action=DescribeLaunchTemplateVersions&"],
            403,
            refused_by_ec2("UnauthorizedOperation"),
        );

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["LaunchTemplateData"]));
        assert_eq!(listing.gaps.len(), 1);
        assert_eq!(listing.gaps[0].operation, "ec2:DescribeLaunchTemplateVersions");
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }
}
