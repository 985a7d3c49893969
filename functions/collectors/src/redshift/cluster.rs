//! Clusters, from `DescribeClusters`, `DescribeLoggingStatus` and `DescribeClusterParameters`.
//!
//! When maintenance is next and when logs were last delivered move by themselves, so they are left
//! out.

use super::{cluster_subnet_group, tags};
use crate::{
    arn,
    document::{Document, neighbor, sorted, when},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_redshift::{Client, operation::describe_logging_status::DescribeLoggingStatusOutput, types::Cluster};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Redshift::Cluster");

const OPERATION: &str = "redshift:DescribeClusters";
const GONE: &[&str] = &["ClusterNotFound", "ClusterParameterGroupNotFound"];
const PARAMETERS: &[&str] = &["enable_user_activity_logging", "require_ssl", "use_fips_ssl"];
const BUCKET: TypeName = TypeName::new("AWS::S3::Bucket");
const PARAMETER_GROUP: TypeName = TypeName::new("AWS::Redshift::ClusterParameterGroup");
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_clusters().max_records(100).into_paginator().items().send();
    let clusters = read_pages(OPERATION, pages).await;
    list_each(TYPE, OPERATION, clusters, |cluster| read(client, scope, cluster)).await
}

async fn read(client: &Client, scope: &Scope, cluster: Cluster) -> Option<Document> {
    let id = cluster.cluster_identifier()?;
    let mut document = document(scope, id, &cluster);
    let answer = client.describe_logging_status().cluster_identifier(id).send().await;
    let answer = read_or_note(&mut document, "LoggingProperties", "redshift:DescribeLoggingStatus", GONE, answer);
    if let Some(logging) = answer {
        // Logs can only be kept in a bucket of the same region.
        document.need(logging.bucket_name().map(|name| neighbor(scope, BUCKET, name)));
        document.property("LoggingProperties", logged(&logging));
    }
    if let Some(group) = parameter_groups(&cluster).next() {
        read_parameters(client, group, &mut document).await;
    }
    Some(document)
}

/// Reads the parameters that decide how safe a cluster is; of the others there are dozens.
async fn read_parameters(client: &Client, group: &str, document: &mut Document) {
    let mut pages = client.describe_cluster_parameters().parameter_group_name(group).into_paginator().items().send();
    let mut parameters = BTreeMap::new();
    while let Some(answer) = pages.next().await {
        let operation = "redshift:DescribeClusterParameters";
        let Some(parameter) = read_or_note(document, "ClusterParameters", operation, GONE, answer) else { return };
        let name = parameter.parameter_name.filter(|name| PARAMETERS.contains(&name.as_str()));
        parameters.extend(name.zip(parameter.parameter_value));
    }
    document.property("ClusterParameters", parameters);
}

fn logged(logging: &DescribeLoggingStatusOutput) -> Value {
    json!({
        "BucketName": logging.bucket_name(),
        "LogDestinationType": logging.log_destination_type().map(|kind| kind.as_str()),
        "LogExports": sorted(logging.log_exports()),
        "LoggingEnabled": logging.logging_enabled(),
        "S3KeyPrefix": logging.s3_key_prefix(),
    })
}

fn document(scope: &Scope, id: &str, cluster: &Cluster) -> Document {
    Document::new(TYPE, scope, id)
        .arn_of("redshift", &format!("cluster:{id}"))
        .name(Some(id))
        .state(state(cluster.cluster_status()), cluster.cluster_status())
        .tags(tags(cluster.tags()))
        .created_at(when(cluster.cluster_create_time()))
        .needs(needs(scope, cluster))
        .needs_here(VPC, cluster.vpc_id())
        .needs_here(SECURITY_GROUP, groups(cluster))
        .needs_here(cluster_subnet_group::TYPE, cluster.cluster_subnet_group_name())
        .needs_here(PARAMETER_GROUP, parameter_groups(cluster).filter(|name| !name.starts_with("default.")))
        .properties(properties(cluster))
}

fn needs(scope: &Scope, cluster: &Cluster) -> Vec<ResourceId> {
    let roles = cluster.iam_roles().iter().filter_map(|role| role.iam_role_arn());
    let named = roles.chain(cluster.master_password_secret_arn()).chain(cluster.custom_domain_certificate_arn());
    let keys = [cluster.kms_key_id(), cluster.master_password_secret_kms_key_id()];
    named.filter_map(arn::resource).chain(keys.into_iter().filter_map(|key| arn::key(scope, key))).collect()
}

fn groups(cluster: &Cluster) -> impl Iterator<Item = &str> {
    cluster.vpc_security_groups().iter().filter_map(|group| group.vpc_security_group_id())
}

fn parameter_groups(cluster: &Cluster) -> impl Iterator<Item = &str> {
    cluster.cluster_parameter_groups().iter().filter_map(|group| group.parameter_group_name())
}

fn properties(cluster: &Cluster) -> Value {
    json!({
        "AllowVersionUpgrade": cluster.allow_version_upgrade(),
        "AutomatedSnapshotRetentionPeriod": cluster.automated_snapshot_retention_period(),
        "AvailabilityZone": cluster.availability_zone(),
        "AvailabilityZoneRelocationStatus": cluster.availability_zone_relocation_status(),
        "ClusterIdentifier": cluster.cluster_identifier(),
        "ClusterParameterGroupName": parameter_groups(cluster).next(),
        "ClusterSubnetGroupName": cluster.cluster_subnet_group_name(),
        "ClusterVersion": cluster.cluster_version(),
        "DBName": cluster.db_name(),
        "Encrypted": cluster.encrypted(),
        "Endpoint": cluster.endpoint().map(|endpoint| json!({
            "Address": endpoint.address(),
            "Port": endpoint.port(),
        })),
        "EnhancedVpcRouting": cluster.enhanced_vpc_routing(),
        "IamRoles": sorted(cluster.iam_roles().iter().filter_map(|role| role.iam_role_arn())),
        "KmsKeyId": cluster.kms_key_id(),
        "MaintenanceTrackName": cluster.maintenance_track_name(),
        "ManageMasterPassword": cluster.master_password_secret_arn().map(|_| true),
        "ManualSnapshotRetentionPeriod": cluster.manual_snapshot_retention_period(),
        "MasterUsername": cluster.master_username(),
        "MultiAZ": cluster.multi_az(),
        "NodeType": cluster.node_type(),
        "NumberOfNodes": cluster.number_of_nodes(),
        "PreferredMaintenanceWindow": cluster.preferred_maintenance_window(),
        "PubliclyAccessible": cluster.publicly_accessible(),
        "SnapshotCopy": cluster.cluster_snapshot_copy_status().map(|copy| json!({
            "DestinationRegion": copy.destination_region(),
            "RetentionPeriod": copy.retention_period(),
        })),
        "VpcId": cluster.vpc_id(),
        "VpcSecurityGroupIds": sorted(groups(cluster)),
    })
}

/// Sorts the many states of a cluster into five.
fn state(status: Option<&str>) -> ResourceState {
    match status.unwrap_or_default() {
        "creating" => ResourceState::Creating,
        "deleting" | "final-snapshot" => ResourceState::Deleting,
        "hardware-failure" | "storage-full" => ResourceState::Failed,
        status if status.starts_with("incompatible-") => ResourceState::Failed,
        "available" | "paused" | "" => ResourceState::Active,
        // Everything else is something going on: modifying, resizing, rotating-keys…
        _ => ResourceState::Updating,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, refused, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeClusters`.
    const CLUSTERS: &str = r#"<DescribeClustersResponse xmlns="http://redshift.amazonaws.com/doc/2012-12-01/">
        <DescribeClustersResult><Clusters><Cluster>
            <ClusterIdentifier>warehouse</ClusterIdentifier><NodeType>ra3.xlplus</NodeType><NumberOfNodes>2</NumberOfNodes>
            <ClusterStatus>available</ClusterStatus><ClusterAvailabilityStatus>Available</ClusterAvailabilityStatus>
            <MasterUsername>admin</MasterUsername><DBName>dev</DBName><ClusterVersion>1.0</ClusterVersion>
            <Endpoint><Address>warehouse.c1.eu-west-1.redshift.amazonaws.com</Address><Port>5439</Port></Endpoint>
            <ClusterCreateTime>2025-02-03T04:05:06.000Z</ClusterCreateTime>
            <NextMaintenanceWindowStartTime>2026-12-03T04:05:06.000Z</NextMaintenanceWindowStartTime>
            <AutomatedSnapshotRetentionPeriod>1</AutomatedSnapshotRetentionPeriod><AvailabilityZone>eu-west-1a</AvailabilityZone>
            <VpcId>vpc-1</VpcId><ClusterSubnetGroupName>data</ClusterSubnetGroupName>
            <VpcSecurityGroups><VpcSecurityGroup><VpcSecurityGroupId>sg-1</VpcSecurityGroupId><Status>active</Status></VpcSecurityGroup></VpcSecurityGroups>
            <ClusterParameterGroups><ClusterParameterGroup><ParameterGroupName>strict</ParameterGroupName><ParameterApplyStatus>in-sync</ParameterApplyStatus></ClusterParameterGroup></ClusterParameterGroups>
            <PubliclyAccessible>true</PubliclyAccessible><Encrypted>true</Encrypted><EnhancedVpcRouting>false</EnhancedVpcRouting>
            <KmsKeyId>arn:aws:kms:eu-west-1:111111111111:key/abcd</KmsKeyId><AllowVersionUpgrade>true</AllowVersionUpgrade>
            <IamRoles><ClusterIamRole><IamRoleArn>arn:aws:iam::111111111111:role/load</IamRoleArn><ApplyStatus>in-sync</ApplyStatus></ClusterIamRole></IamRoles>
            <Tags><Tag><Key>team</Key><Value>data</Value></Tag></Tags>
        </Cluster></Clusters></DescribeClustersResult></DescribeClustersResponse>"#;

    /// From the API reference of `DescribeLoggingStatus`.
    const LOGGING: &str = r#"<DescribeLoggingStatusResponse xmlns="http://redshift.amazonaws.com/doc/2012-12-01/">
        <DescribeLoggingStatusResult><LoggingEnabled>true</LoggingEnabled><BucketName>audit</BucketName>
            <S3KeyPrefix>redshift/</S3KeyPrefix><LastSuccessfulDeliveryTime>2026-02-03T04:05:06.000Z</LastSuccessfulDeliveryTime>
        </DescribeLoggingStatusResult></DescribeLoggingStatusResponse>"#;

    /// From the API reference of `DescribeClusterParameters`.
    const SETTINGS: &str = r"<DescribeClusterParametersResponse><DescribeClusterParametersResult><Parameters>
        <Parameter><ParameterName>datestyle</ParameterName><ParameterValue>ISO, MDY</ParameterValue></Parameter>
        <Parameter><ParameterName>require_ssl</ParameterName><ParameterValue>false</ParameterValue></Parameter>
        </Parameters></DescribeClusterParametersResult></DescribeClusterParametersResponse>";

    #[tokio::test]
    async fn documents_a_cluster() {
        let wire = Wire::default()
            .on(&["Action=DescribeClusters"], 200, CLUSTERS)
            .on(&["Action=DescribeLoggingStatus", "ClusterIdentifier=warehouse"], 200, LOGGING)
            .on(&["Action=DescribeClusterParameters", "ParameterGroupName=strict"], 200, SETTINGS);

        let listing = list(&Client::new(&wire.session()), &scope("redshift")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Redshift::Cluster",
                "region": "eu-west-1",
                "native_id": "warehouse",
                "arn": "arn:aws:redshift:eu-west-1:111111111111:cluster:warehouse",
                "name": "warehouse",
                "state": "active",
                "native_state": "available",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-1",
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.Redshift.ClusterParameterGroup:strict",
                    "111111111111:eu-west-1:AWS.Redshift.ClusterSubnetGroup:data",
                    "111111111111:eu-west-1:AWS.S3.Bucket:audit",
                    "111111111111:global:AWS.IAM.Role:load",
                ],
                "tags": {"team": "data"},
                "created_at": "2025-02-03T04:05:06Z",
                "properties": {
                    "AllowVersionUpgrade": true,
                    "AutomatedSnapshotRetentionPeriod": 1,
                    "AvailabilityZone": "eu-west-1a",
                    "ClusterIdentifier": "warehouse",
                    "ClusterParameterGroupName": "strict",
                    "ClusterParameters": {"require_ssl": "false"},
                    "ClusterSubnetGroupName": "data",
                    "ClusterVersion": "1.0",
                    "DBName": "dev",
                    "Encrypted": true,
                    "Endpoint": {"Address": "warehouse.c1.eu-west-1.redshift.amazonaws.com", "Port": 5439},
                    "EnhancedVpcRouting": false,
                    "IamRoles": ["arn:aws:iam::111111111111:role/load"],
                    "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "LoggingProperties": {"BucketName": "audit", "LoggingEnabled": true, "S3KeyPrefix": "redshift/"},
                    "MasterUsername": "admin",
                    "NodeType": "ra3.xlplus",
                    "NumberOfNodes": 2,
                    "PubliclyAccessible": true,
                    "VpcId": "vpc-1",
                    "VpcSecurityGroupIds": ["sg-1"],
                },
            }])
        );
    }

    #[tokio::test]
    async fn knows_no_logs_from_logs_that_it_may_not_ask_for() {
        let wire = Wire::default()
            .on(&["Action=DescribeClusters"], 200, CLUSTERS)
            .on(&["Action=DescribeLoggingStatus"], 403, refused("AccessDenied"))
            .on(&["Action=DescribeClusterParameters"], 200, SETTINGS);

        let listing = list(&Client::new(&wire.session()), &scope("redshift")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["LoggingProperties"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }

    #[test]
    fn sorts_states_into_five() {
        let cases = [
            ("available", ResourceState::Active),
            ("paused", ResourceState::Active),
            ("creating", ResourceState::Creating),
            ("resizing", ResourceState::Updating),
            ("incompatible-network", ResourceState::Failed),
            ("final-snapshot", ResourceState::Deleting),
        ];
        for (status, expected) in cases {
            assert_eq!(state(Some(status)), expected, "{status}");
        }
    }
}
