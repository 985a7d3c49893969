//! Clusters, from `ListClusters` and `DescribeClusters`, which tells of a hundred at once.
//!
//! How many tasks run in a cluster changes all the time, so it is left out.

use super::{Context, tags};
use crate::{
    arn,
    document::{Document, neighbor, sorted},
    listing::{Lister, read_pages},
};
use aws_sdk_ecs::{
    Client,
    types::{CapacityProviderStrategyItem, Cluster, ClusterConfiguration, ClusterField, ExecuteCommandConfiguration},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ECS::Cluster");

const OPERATION: &str = "ecs:DescribeClusters";
const BUCKET: TypeName = TypeName::new("AWS::S3::Bucket");
const CAPACITY_PROVIDER: TypeName = TypeName::new("AWS::ECS::CapacityProvider");
const LOG_GROUP: TypeName = TypeName::new("AWS::Logs::LogGroup");

/// How many clusters one call describes.
const AT_ONCE: usize = 100;

/// The capacity that AWS itself provides.
const AWS_CAPACITY: &[&str] = &["FARGATE", "FARGATE_SPOT"];

/// Returns the names of all clusters.
pub(super) async fn arns(client: &Client) -> (Vec<String>, Option<Gap>) {
    read_pages("ecs:ListClusters", client.list_clusters().into_paginator().items().send()).await
}

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    let (arns, gap) = arns(&context.client).await;
    lister.miss_all(gap);
    for some in arns.chunks(AT_ONCE) {
        let request = context.client.describe_clusters().set_clusters(Some(some.to_vec()));
        let request =
            request.set_include(Some(vec![ClusterField::Configurations, ClusterField::Settings, ClusterField::Tags]));
        match request.send().await {
            Ok(answer) => lister.take_all(OPERATION, answer.clusters().iter().map(|cluster| document(scope, cluster))),
            Err(error) => lister.miss(gap_of(OPERATION, &error)),
        }
    }
    lister.done()
}

fn document(scope: &Scope, cluster: &Cluster) -> Option<Document> {
    let name = cluster.cluster_name()?;
    let providers = cluster.capacity_providers().iter().map(String::as_str);
    let document = Document::new(TYPE, scope, name)
        .arn(cluster.cluster_arn())
        .name(Some(name))
        .state(state(cluster.status()), cluster.status())
        .tags(tags(cluster.tags()))
        .needs_here(CAPACITY_PROVIDER, providers.filter(|provider| !AWS_CAPACITY.contains(provider)))
        .needs(cluster.configuration().map(|configuration| needs(scope, configuration)).unwrap_or_default())
        .properties(json!({
            "CapacityProviders": sorted(cluster.capacity_providers()),
            "ClusterName": name,
            "ClusterSettings": sorted(cluster.settings().iter().map(|setting| json!({
                "Name": setting.name().map(|name| name.as_str()),
                "Value": setting.value(),
            }))),
            "Configuration": cluster.configuration().map(configuration),
            "DefaultCapacityProviderStrategy": strategy(cluster.default_capacity_provider_strategy()),
            "ServiceConnectDefaults": {
                "Namespace": cluster.service_connect_defaults().and_then(|defaults| defaults.namespace()),
            },
        }));
    Some(document)
}

fn needs(scope: &Scope, configuration: &ClusterConfiguration) -> Vec<ResourceId> {
    let commands = configuration.execute_command_configuration();
    let logs = commands.and_then(|commands| commands.log_configuration());
    let storage = configuration.managed_storage_configuration();
    let keys = [
        commands.and_then(|commands| commands.kms_key_id()),
        storage.and_then(|storage| storage.kms_key_id()),
        storage.and_then(|storage| storage.fargate_ephemeral_storage_kms_key_id()),
    ];
    let keys = keys.into_iter().filter_map(|key| arn::key(scope, key));
    let group = logs.and_then(|logs| logs.cloud_watch_log_group_name()).map(|name| neighbor(scope, LOG_GROUP, name));
    let bucket = logs.and_then(|logs| logs.s3_bucket_name()).map(|name| neighbor(scope, BUCKET, name));
    keys.chain(group).chain(bucket).collect()
}

fn configuration(configuration: &ClusterConfiguration) -> Value {
    json!({
        "ExecuteCommandConfiguration": configuration.execute_command_configuration().map(commands),
        "ManagedStorageConfiguration": configuration.managed_storage_configuration().map(|storage| json!({
            "FargateEphemeralStorageKmsKeyId": storage.fargate_ephemeral_storage_kms_key_id(),
            "KmsKeyId": storage.kms_key_id(),
        })),
    })
}

fn commands(commands: &ExecuteCommandConfiguration) -> Value {
    json!({
        "KmsKeyId": commands.kms_key_id(),
        "LogConfiguration": commands.log_configuration().map(|logs| json!({
            "CloudWatchEncryptionEnabled": logs.cloud_watch_encryption_enabled(),
            "CloudWatchLogGroupName": logs.cloud_watch_log_group_name(),
            "S3BucketName": logs.s3_bucket_name(),
            "S3EncryptionEnabled": logs.s3_encryption_enabled(),
            "S3KeyPrefix": logs.s3_key_prefix(),
        })),
        "Logging": commands.logging().map(|logging| logging.as_str()),
    })
}

/// Returns a strategy; which provider gets how much does not depend on their order.
pub(super) fn strategy(items: &[CapacityProviderStrategyItem]) -> Value {
    sorted(items.iter().map(
        |item| json!({"Base": item.base(), "CapacityProvider": item.capacity_provider(), "Weight": item.weight()}),
    ))
}

fn state(status: Option<&str>) -> ResourceState {
    match status {
        Some("PROVISIONING") => ResourceState::Creating,
        Some("DEPROVISIONING" | "INACTIVE") => ResourceState::Deleting,
        Some("FAILED") => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `ListClusters`.
    const ARNS: &str = r#"{"clusterArns": ["arn:aws:ecs:eu-west-1:111111111111:cluster/web"]}"#;

    /// From the API reference of `DescribeClusters`.
    const CLUSTERS: &str = r#"{"failures": [], "clusters": [{
        "clusterArn": "arn:aws:ecs:eu-west-1:111111111111:cluster/web", "clusterName": "web", "status": "ACTIVE",
        "registeredContainerInstancesCount": 0, "runningTasksCount": 7, "pendingTasksCount": 1, "activeServicesCount": 2,
        "capacityProviders": ["spot-fleet", "FARGATE"],
        "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}],
        "settings": [{"name": "containerInsights", "value": "disabled"}],
        "configuration": {"executeCommandConfiguration": {
            "kmsKeyId": "abcd", "logging": "OVERRIDE", "logConfiguration": {
                "cloudWatchLogGroupName": "/ecs/exec", "cloudWatchEncryptionEnabled": true, "s3EncryptionEnabled": false}}},
        "tags": [{"key": "team", "value": "shop"}]}]}"#;

    #[tokio::test]
    async fn documents_a_cluster_without_what_runs_in_it() {
        let wire = Wire::default().on(&["V20141113.ListClusters"], 200, ARNS).on(
            &["V20141113.DescribeClusters", "cluster/web", "CONFIGURATIONS"],
            200,
            CLUSTERS,
        );

        let listing = list(&Context::new(Client::new(&wire.session())), &scope("ecs")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::ECS::Cluster",
                "region": "eu-west-1",
                "native_id": "web",
                "arn": "arn:aws:ecs:eu-west-1:111111111111:cluster/web",
                "name": "web",
                "state": "active",
                "native_state": "ACTIVE",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.ECS.CapacityProvider:spot-fleet",
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Fecs~2Fexec",
                ],
                "tags": {"team": "shop"},
                "created_at": null,
                "properties": {
                    "CapacityProviders": ["FARGATE", "spot-fleet"],
                    "ClusterName": "web",
                    "ClusterSettings": [{"Name": "containerInsights", "Value": "disabled"}],
                    "Configuration": {"ExecuteCommandConfiguration": {
                        "KmsKeyId": "abcd",
                        "LogConfiguration": {
                            "CloudWatchEncryptionEnabled": true,
                            "CloudWatchLogGroupName": "/ecs/exec",
                            "S3EncryptionEnabled": false,
                        },
                        "Logging": "OVERRIDE",
                    }},
                    "DefaultCapacityProviderStrategy": [{"Base": 0, "CapacityProvider": "FARGATE", "Weight": 1}],
                },
            }])
        );
    }
}
