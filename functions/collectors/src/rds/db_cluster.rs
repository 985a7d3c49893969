//! Database clusters, from `DescribeDBClusters`.

use super::{SECURITY_GROUP, db_subnet_group, groups, log_groups, own, role, secret, state, tags};
use crate::{
    arn,
    document::{Document, sorted, when},
    listing::list_pages,
};
use aws_sdk_rds::{Client, types::DbCluster};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::RDS::DBCluster");

const PARAMETER_GROUP: TypeName = TypeName::new("AWS::RDS::DBClusterParameterGroup");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_db_clusters().max_records(100).into_paginator().items().send();
    list_pages(TYPE, "rds:DescribeDBClusters", pages, |cluster| document(scope, &cluster)).await
}

fn document(scope: &Scope, cluster: &DbCluster) -> Option<Document> {
    let id = cluster.db_cluster_identifier()?;
    let roles = cluster.associated_roles().iter().filter_map(|role| role.role_arn());
    let document = Document::new(TYPE, scope, id)
        .arn(cluster.db_cluster_arn())
        .name(Some(id))
        .state(state(cluster.status()), cluster.status())
        .tags(tags(cluster.tag_list()))
        .created_at(when(cluster.cluster_create_time()))
        .needs_here(SECURITY_GROUP, groups(cluster.vpc_security_groups()))
        .needs_here(db_subnet_group::TYPE, cluster.db_subnet_group())
        .needs(arn::key(scope, cluster.kms_key_id()))
        .needs(arn::key(scope, cluster.performance_insights_kms_key_id()))
        .needs(role(cluster.monitoring_role_arn()))
        .needs(secret(scope, cluster.master_user_secret()))
        .needs(log_groups(scope, &format!("cluster/{id}"), cluster.enabled_cloudwatch_logs_exports()))
        .needs_here(PARAMETER_GROUP, cluster.db_cluster_parameter_group().filter(|name| own(name)))
        .needs(roles.filter_map(arn::resource))
        .properties(properties(cluster));
    Some(document)
}

fn properties(cluster: &DbCluster) -> Value {
    json!({
        "AllocatedStorage": cluster.allocated_storage(),
        "AutoMinorVersionUpgrade": cluster.auto_minor_version_upgrade(),
        "AvailabilityZones": sorted(cluster.availability_zones()),
        "BackupRetentionPeriod": cluster.backup_retention_period(),
        "CopyTagsToSnapshot": cluster.copy_tags_to_snapshot(),
        "DBClusterIdentifier": cluster.db_cluster_identifier(),
        "DBClusterInstanceClass": cluster.db_cluster_instance_class(),
        "DBClusterParameterGroupName": cluster.db_cluster_parameter_group(),
        "DBSubnetGroupName": cluster.db_subnet_group(),
        "DatabaseName": cluster.database_name(),
        "DeletionProtection": cluster.deletion_protection(),
        "EnableCloudwatchLogsExports": sorted(cluster.enabled_cloudwatch_logs_exports()),
        "EnableHttpEndpoint": cluster.http_endpoint_enabled(),
        "EnableIAMDatabaseAuthentication": cluster.iam_database_authentication_enabled(),
        "Endpoint": {"Address": cluster.endpoint(), "Port": cluster.port()},
        "Engine": cluster.engine(),
        "EngineMode": cluster.engine_mode(),
        "EngineVersion": cluster.engine_version(),
        "Iops": cluster.iops(),
        "KmsKeyId": cluster.kms_key_id(),
        "ManageMasterUserPassword": cluster.master_user_secret().map(|_| true),
        "MasterUsername": cluster.master_username(),
        "Members": sorted(cluster.db_cluster_members().iter().filter_map(|member| member.db_instance_identifier())),
        "MultiAZ": cluster.multi_az(),
        "PreferredBackupWindow": cluster.preferred_backup_window(),
        "PreferredMaintenanceWindow": cluster.preferred_maintenance_window(),
        "PubliclyAccessible": cluster.publicly_accessible(),
        "ServerlessV2ScalingConfiguration": cluster.serverless_v2_scaling_configuration().map(|scaling| json!({
            "MaxCapacity": scaling.max_capacity(),
            "MinCapacity": scaling.min_capacity(),
        })),
        "StorageEncrypted": cluster.storage_encrypted(),
        "StorageType": cluster.storage_type(),
        "VpcSecurityGroupIds": sorted(groups(cluster.vpc_security_groups())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeDBClusters`.
    const ANSWER: &str = r#"<DescribeDBClustersResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
        <DescribeDBClustersResult><DBClusters><DBCluster>
            <DBClusterIdentifier>sample-cluster</DBClusterIdentifier><Engine>aurora-mysql</Engine>
            <EngineVersion>8.0.mysql_aurora.3.04.0</EngineVersion><EngineMode>provisioned</EngineMode>
            <Status>available</Status><Endpoint>sample-cluster.cluster-c1.eu-west-1.rds.amazonaws.com</Endpoint><Port>3306</Port>
            <DBSubnetGroup>main</DBSubnetGroup><StorageEncrypted>false</StorageEncrypted>
            <BackupRetentionPeriod>7</BackupRetentionPeriod><DeletionProtection>true</DeletionProtection>
            <AvailabilityZones><AvailabilityZone>eu-west-1b</AvailabilityZone><AvailabilityZone>eu-west-1a</AvailabilityZone></AvailabilityZones>
            <DBClusterParameterGroup>strict</DBClusterParameterGroup>
            <EnabledCloudwatchLogsExports><member>audit</member></EnabledCloudwatchLogsExports>
            <DBClusterMembers>
                <DBClusterMember><DBInstanceIdentifier>two</DBInstanceIdentifier><IsClusterWriter>false</IsClusterWriter></DBClusterMember>
                <DBClusterMember><DBInstanceIdentifier>one</DBInstanceIdentifier><IsClusterWriter>true</IsClusterWriter></DBClusterMember>
            </DBClusterMembers>
            <VpcSecurityGroups><VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId><Status>active</Status></VpcSecurityGroupMembership></VpcSecurityGroups>
            <ClusterCreateTime>2025-02-03T04:05:06.000Z</ClusterCreateTime>
            <DBClusterArn>arn:aws:rds:eu-west-1:111111111111:cluster:sample-cluster</DBClusterArn>
        </DBCluster></DBClusters></DescribeDBClustersResult>
    </DescribeDBClustersResponse>"#;

    #[tokio::test]
    async fn documents_a_cluster() {
        let wire = Wire::default().on(&["Action=DescribeDBClusters"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("rds")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::RDS::DBCluster",
                "region": "eu-west-1",
                "native_id": "sample-cluster",
                "arn": "arn:aws:rds:eu-west-1:111111111111:cluster:sample-cluster",
                "name": "sample-cluster",
                "state": "active",
                "native_state": "available",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Faws~2Frds~2Fcluster~2Fsample-cluster~2Faudit",
                    "111111111111:eu-west-1:AWS.RDS.DBClusterParameterGroup:strict",
                    "111111111111:eu-west-1:AWS.RDS.DBSubnetGroup:main",
                ],
                "tags": {},
                "created_at": "2025-02-03T04:05:06Z",
                "properties": {
                    "AvailabilityZones": ["eu-west-1a", "eu-west-1b"],
                    "BackupRetentionPeriod": 7,
                    "DBClusterIdentifier": "sample-cluster",
                    "DBClusterParameterGroupName": "strict",
                    "DBSubnetGroupName": "main",
                    "DeletionProtection": true,
                    "EnableCloudwatchLogsExports": ["audit"],
                    "Endpoint": {"Address": "sample-cluster.cluster-c1.eu-west-1.rds.amazonaws.com", "Port": 3306},
                    "Engine": "aurora-mysql",
                    "EngineMode": "provisioned",
                    "EngineVersion": "8.0.mysql_aurora.3.04.0",
                    "Members": ["one", "two"],
                    "StorageEncrypted": false,
                    "VpcSecurityGroupIds": ["sg-1"],
                },
            }])
        );
    }
}
