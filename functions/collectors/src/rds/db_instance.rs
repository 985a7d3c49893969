//! Database instances, from `DescribeDBInstances`.
//!
//! The time up to which a restore is possible moves every few minutes, so it is left out.

use super::{SECURITY_GROUP, db_cluster, db_subnet_group, groups, log_groups, own, role, secret, state, tags};
use crate::{
    arn,
    document::{Document, sorted, when},
    listing::{Lister, is_one_of, list_pages},
};
use aws_sdk_rds::{Client, types::DbInstance};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::RDS::DBInstance");

const OPTION_GROUP: TypeName = TypeName::new("AWS::RDS::OptionGroup");
const PARAMETER_GROUP: TypeName = TypeName::new("AWS::RDS::DBParameterGroup");
const OPERATION: &str = "rds:DescribeDBInstances";
const GONE: &[&str] = &["DBInstanceNotFound", "DBInstanceNotFoundFault"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_db_instances().max_records(100).into_paginator().items().send();
    list_pages(TYPE, OPERATION, pages, |instance| document(scope, &instance)).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    let mut lister = Lister::new(TYPE);
    for id in ids {
        match client.describe_db_instances().db_instance_identifier(id).send().await {
            Ok(answer) => lister.take_all(OPERATION, answer.db_instances().iter().map(|found| document(scope, found))),
            Err(error) if is_one_of(&error, GONE) => {}
            Err(error) => lister.miss(gap_of(OPERATION, &error)),
        }
    }
    lister.done()
}

fn document(scope: &Scope, instance: &DbInstance) -> Option<Document> {
    let id = instance.db_instance_identifier()?;
    let subnet_group = instance.db_subnet_group().and_then(|group| group.db_subnet_group_name());
    // A source in another region is named by its ARN.
    let source = instance.read_replica_source_db_instance_identifier().filter(|source| !source.starts_with("arn:"));
    let parameters = instance.db_parameter_groups().iter().filter_map(|group| group.db_parameter_group_name());
    let options = instance.option_group_memberships().iter().filter_map(|group| group.option_group_name());
    let document = Document::new(TYPE, scope, id)
        .arn(instance.db_instance_arn())
        .name(Some(id))
        .state(state(instance.db_instance_status()), instance.db_instance_status())
        .tags(tags(instance.tag_list()))
        .created_at(when(instance.instance_create_time()))
        .needs_here(SECURITY_GROUP, groups(instance.vpc_security_groups()))
        .needs_here(db_subnet_group::TYPE, subnet_group)
        .needs_here(db_cluster::TYPE, instance.db_cluster_identifier())
        .needs_here(TYPE, source)
        .needs(arn::key(scope, instance.kms_key_id()))
        .needs(arn::key(scope, instance.performance_insights_kms_key_id()))
        .needs(role(instance.monitoring_role_arn()))
        .needs(instance.associated_roles().iter().filter_map(|given| role(given.role_arn())))
        .needs(secret(scope, instance.master_user_secret()))
        .needs(log_groups(scope, &format!("instance/{id}"), instance.enabled_cloudwatch_logs_exports()))
        .needs_here(PARAMETER_GROUP, parameters.filter(|name| own(name)))
        .needs_here(OPTION_GROUP, options.filter(|name| own(name)))
        .properties(properties(instance));
    Some(document)
}

fn properties(instance: &DbInstance) -> Value {
    json!({
        "AllocatedStorage": instance.allocated_storage(),
        "AutoMinorVersionUpgrade": instance.auto_minor_version_upgrade(),
        "AvailabilityZone": instance.availability_zone(),
        "BackupRetentionPeriod": instance.backup_retention_period(),
        "CACertificateIdentifier": instance.ca_certificate_identifier(),
        "CopyTagsToSnapshot": instance.copy_tags_to_snapshot(),
        "DBClusterIdentifier": instance.db_cluster_identifier(),
        "DBInstanceClass": instance.db_instance_class(),
        "DBInstanceIdentifier": instance.db_instance_identifier(),
        "DBName": instance.db_name(),
        "DBParameterGroupName":
            instance.db_parameter_groups().first().and_then(|group| group.db_parameter_group_name()),
        "DBSubnetGroupName": instance.db_subnet_group().and_then(|group| group.db_subnet_group_name()),
        "DeletionProtection": instance.deletion_protection(),
        "EnableCloudwatchLogsExports": sorted(instance.enabled_cloudwatch_logs_exports()),
        "EnableIAMDatabaseAuthentication": instance.iam_database_authentication_enabled(),
        "EnablePerformanceInsights": instance.performance_insights_enabled(),
        "Endpoint": instance.endpoint().map(|endpoint| json!({
            "Address": endpoint.address(),
            "Port": endpoint.port(),
        })),
        "Engine": instance.engine(),
        "EngineVersion": instance.engine_version(),
        "Iops": instance.iops(),
        "KmsKeyId": instance.kms_key_id(),
        "LicenseModel": instance.license_model(),
        "ManageMasterUserPassword": instance.master_user_secret().map(|_| true),
        "MasterUsername": instance.master_username(),
        "MaxAllocatedStorage": instance.max_allocated_storage(),
        "MonitoringInterval": instance.monitoring_interval(),
        "MultiAZ": instance.multi_az(),
        "PreferredBackupWindow": instance.preferred_backup_window(),
        "PreferredMaintenanceWindow": instance.preferred_maintenance_window(),
        "PubliclyAccessible": instance.publicly_accessible(),
        "SourceDBInstanceIdentifier": instance.read_replica_source_db_instance_identifier(),
        "StorageEncrypted": instance.storage_encrypted(),
        "StorageThroughput": instance.storage_throughput(),
        "StorageType": instance.storage_type(),
        "VPCSecurityGroups": sorted(groups(instance.vpc_security_groups())),
        "VpcId": instance.db_subnet_group().and_then(|group| group.vpc_id()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeDBInstances`.
    const ANSWER: &str = r#"<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
        <DescribeDBInstancesResult><DBInstances><DBInstance>
            <DBInstanceIdentifier>mysqldb</DBInstanceIdentifier><DBInstanceClass>db.t3.small</DBInstanceClass>
            <Engine>mysql</Engine><EngineVersion>8.0.35</EngineVersion><DBInstanceStatus>available</DBInstanceStatus>
            <MasterUsername>admin</MasterUsername>
            <Endpoint><Address>mysqldb.c1.eu-west-1.rds.amazonaws.com</Address><Port>3306</Port></Endpoint>
            <AllocatedStorage>20</AllocatedStorage><StorageType>gp2</StorageType><StorageEncrypted>true</StorageEncrypted>
            <KmsKeyId>arn:aws:kms:eu-west-1:111111111111:key/abcd</KmsKeyId>
            <InstanceCreateTime>2025-02-03T04:05:06.000Z</InstanceCreateTime>
            <LatestRestorableTime>2026-06-01T00:00:00Z</LatestRestorableTime>
            <BackupRetentionPeriod>1</BackupRetentionPeriod><MultiAZ>false</MultiAZ>
            <PubliclyAccessible>true</PubliclyAccessible><DeletionProtection>false</DeletionProtection>
            <DBSubnetGroup><DBSubnetGroupName>main</DBSubnetGroupName><VpcId>vpc-1</VpcId></DBSubnetGroup>
            <VpcSecurityGroups><VpcSecurityGroupMembership>
                <VpcSecurityGroupId>sg-1</VpcSecurityGroupId><Status>active</Status>
            </VpcSecurityGroupMembership></VpcSecurityGroups>
            <MonitoringInterval>60</MonitoringInterval>
            <MonitoringRoleArn>arn:aws:iam::111111111111:role/rds-monitoring</MonitoringRoleArn>
            <PerformanceInsightsEnabled>true</PerformanceInsightsEnabled>
            <PerformanceInsightsKMSKeyId>arn:aws:kms:eu-west-1:111111111111:key/ef01</PerformanceInsightsKMSKeyId>
            <AssociatedRoles><DBInstanceRole><RoleArn>arn:aws:iam::111111111111:role/load</RoleArn><FeatureName>s3Import</FeatureName></DBInstanceRole></AssociatedRoles>
            <MasterUserSecret><SecretArn>arn:aws:secretsmanager:eu-west-1:111111111111:secret:rds!db-1</SecretArn>
                <SecretStatus>active</SecretStatus><KmsKeyId>arn:aws:kms:eu-west-1:111111111111:key/abcd</KmsKeyId></MasterUserSecret>
            <EnabledCloudwatchLogsExports><member>error</member></EnabledCloudwatchLogsExports>
            <DBParameterGroups><DBParameterGroup><DBParameterGroupName>strict</DBParameterGroupName></DBParameterGroup></DBParameterGroups>
            <OptionGroupMemberships><OptionGroupMembership><OptionGroupName>default:mysql-8-0</OptionGroupName></OptionGroupMembership></OptionGroupMemberships>
            <DBInstanceArn>arn:aws:rds:eu-west-1:111111111111:db:mysqldb</DBInstanceArn>
            <TagList><Tag><Key>env</Key><Value>prod</Value></Tag></TagList>
        </DBInstance></DBInstances></DescribeDBInstancesResult>
    </DescribeDBInstancesResponse>"#;

    #[tokio::test]
    async fn documents_a_database_instance() {
        let wire = Wire::default().on(&["Action=DescribeDBInstances"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("rds")).await;

        let secret = "arn~3Aaws~3Asecretsmanager~3Aeu-west-1~3A111111111111~3Asecret~3Ards~21db-1";
        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::RDS::DBInstance",
                "region": "eu-west-1",
                "native_id": "mysqldb",
                "arn": "arn:aws:rds:eu-west-1:111111111111:db:mysqldb",
                "name": "mysqldb",
                "state": "active",
                "native_state": "available",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.KMS.Key:ef01",
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Faws~2Frds~2Finstance~2Fmysqldb~2Ferror",
                    "111111111111:eu-west-1:AWS.RDS.DBParameterGroup:strict",
                    "111111111111:eu-west-1:AWS.RDS.DBSubnetGroup:main",
                    format!("111111111111:eu-west-1:AWS.SecretsManager.Secret:{secret}"),
                    "111111111111:global:AWS.IAM.Role:load",
                    "111111111111:global:AWS.IAM.Role:rds-monitoring",
                ],
                "tags": {"env": "prod"},
                "created_at": "2025-02-03T04:05:06Z",
                "properties": {
                    "AllocatedStorage": 20,
                    "BackupRetentionPeriod": 1,
                    "DBInstanceClass": "db.t3.small",
                    "DBInstanceIdentifier": "mysqldb",
                    "DBParameterGroupName": "strict",
                    "DBSubnetGroupName": "main",
                    "DeletionProtection": false,
                    "EnableCloudwatchLogsExports": ["error"],
                    "EnablePerformanceInsights": true,
                    "Endpoint": {"Address": "mysqldb.c1.eu-west-1.rds.amazonaws.com", "Port": 3306},
                    "Engine": "mysql",
                    "EngineVersion": "8.0.35",
                    "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "ManageMasterUserPassword": true,
                    "MasterUsername": "admin",
                    "MonitoringInterval": 60,
                    "MultiAZ": false,
                    "PubliclyAccessible": true,
                    "StorageEncrypted": true,
                    "StorageType": "gp2",
                    "VPCSecurityGroups": ["sg-1"],
                    "VpcId": "vpc-1",
                },
            }])
        );
    }
}
