//! Cache clusters, from `DescribeCacheClusters` and `ListTagsForResource`.
//!
//! Each node of a replication group is a cluster of its own here, as it is in the API.

use super::{delivered_to, delivery, read_tags, replication_group, state, subnet_group};
use crate::{
    arn,
    document::{Document, sorted, when},
    listing::{list_each, read_pages},
};
use aws_sdk_elasticache::{Client, types::CacheCluster};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ElastiCache::CacheCluster");

const OPERATION: &str = "elasticache:DescribeCacheClusters";
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let request = client.describe_cache_clusters().max_records(100).show_cache_node_info(true);
    let clusters = read_pages(OPERATION, request.into_paginator().items().send()).await;
    list_each(TYPE, OPERATION, clusters, |cluster| read(client, scope, cluster)).await
}

async fn read(client: &Client, scope: &Scope, cluster: CacheCluster) -> Option<Document> {
    let id = cluster.cache_cluster_id()?;
    let topic = cluster.notification_configuration().and_then(|configuration| configuration.topic_arn());
    let document = Document::new(TYPE, scope, id)
        .arn(cluster.arn())
        .name(Some(id))
        .state(state(cluster.cache_cluster_status()), cluster.cache_cluster_status())
        .created_at(when(cluster.cache_cluster_create_time()))
        .needs_here(SECURITY_GROUP, groups(&cluster))
        .needs_here(subnet_group::TYPE, cluster.cache_subnet_group_name())
        .needs_here(replication_group::TYPE, cluster.replication_group_id())
        .needs(topic.and_then(arn::resource))
        .needs(delivered_to(scope, cluster.log_delivery_configurations()))
        .properties(properties(&cluster));
    Some(read_tags(client, cluster.arn(), document).await)
}

fn groups(cluster: &CacheCluster) -> impl Iterator<Item = &str> {
    cluster.security_groups().iter().filter_map(|group| group.security_group_id())
}

fn properties(cluster: &CacheCluster) -> Value {
    let nodes = cluster.cache_nodes();
    let port = nodes.iter().find_map(|node| node.endpoint()?.port());
    json!({
        "AtRestEncryptionEnabled": cluster.at_rest_encryption_enabled(),
        "AuthTokenEnabled": cluster.auth_token_enabled(),
        "AutoMinorVersionUpgrade": cluster.auto_minor_version_upgrade(),
        "CacheNodeType": cluster.cache_node_type(),
        "CacheParameterGroupName":
            cluster.cache_parameter_group().and_then(|group| group.cache_parameter_group_name()),
        "CacheSubnetGroupName": cluster.cache_subnet_group_name(),
        "ClusterName": cluster.cache_cluster_id(),
        "Engine": cluster.engine(),
        "EngineVersion": cluster.engine_version(),
        "LogDeliveryConfigurations": sorted(cluster.log_delivery_configurations().iter().map(delivery)),
        "NetworkType": cluster.network_type().map(|kind| kind.as_str()),
        "NotificationTopicArn": cluster.notification_configuration().and_then(|to| to.topic_arn()),
        "NumCacheNodes": cluster.num_cache_nodes(),
        "Port": port.or_else(|| cluster.configuration_endpoint().and_then(|endpoint| endpoint.port())),
        "PreferredAvailabilityZones":
            sorted(nodes.iter().filter_map(|node| node.customer_availability_zone())),
        "PreferredMaintenanceWindow": cluster.preferred_maintenance_window(),
        "ReplicationGroupId": cluster.replication_group_id(),
        "SnapshotRetentionLimit": cluster.snapshot_retention_limit(),
        "SnapshotWindow": cluster.snapshot_window(),
        "TransitEncryptionEnabled": cluster.transit_encryption_enabled(),
        "VpcSecurityGroupIds": sorted(groups(cluster)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, refused, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeCacheClusters`.
    const CLUSTERS: &str = r#"<DescribeCacheClustersResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">
        <DescribeCacheClustersResult><CacheClusters><CacheCluster>
            <CacheClusterId>sessions-001</CacheClusterId><CacheClusterStatus>available</CacheClusterStatus>
            <ARN>arn:aws:elasticache:eu-west-1:111111111111:cluster:sessions-001</ARN>
            <CacheNodeType>cache.t4g.small</CacheNodeType><Engine>redis</Engine><EngineVersion>7.1.0</EngineVersion>
            <NumCacheNodes>1</NumCacheNodes><PreferredAvailabilityZone>eu-west-1a</PreferredAvailabilityZone>
            <CacheClusterCreateTime>2025-02-03T04:05:06.000Z</CacheClusterCreateTime>
            <PreferredMaintenanceWindow>sun:05:00-sun:09:00</PreferredMaintenanceWindow><PendingModifiedValues/>
            <NotificationConfiguration><TopicArn>arn:aws:sns:eu-west-1:111111111111:ops</TopicArn><TopicStatus>active</TopicStatus></NotificationConfiguration>
            <CacheParameterGroup><CacheParameterGroupName>default.redis7</CacheParameterGroupName><ParameterApplyStatus>in-sync</ParameterApplyStatus></CacheParameterGroup>
            <CacheSubnetGroupName>caches</CacheSubnetGroupName>
            <CacheNodes><CacheNode><CacheNodeId>0001</CacheNodeId><CacheNodeStatus>available</CacheNodeStatus>
                <Endpoint><Address>sessions-001.abc.euw1.cache.amazonaws.com</Address><Port>6379</Port></Endpoint>
                <CustomerAvailabilityZone>eu-west-1a</CustomerAvailabilityZone></CacheNode></CacheNodes>
            <AutoMinorVersionUpgrade>true</AutoMinorVersionUpgrade>
            <SecurityGroups><member><SecurityGroupId>sg-1</SecurityGroupId><Status>active</Status></member></SecurityGroups>
            <ReplicationGroupId>sessions</ReplicationGroupId><SnapshotRetentionLimit>0</SnapshotRetentionLimit>
            <AuthTokenEnabled>false</AuthTokenEnabled><TransitEncryptionEnabled>true</TransitEncryptionEnabled>
            <AtRestEncryptionEnabled>false</AtRestEncryptionEnabled>
        </CacheCluster></CacheClusters></DescribeCacheClustersResult></DescribeCacheClustersResponse>"#;

    /// From the API reference of `ListTagsForResource`.
    const TAGS: &str = r#"<ListTagsForResourceResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">
        <ListTagsForResourceResult><TagList><Tag><Key>team</Key><Value>shop</Value></Tag></TagList>
        </ListTagsForResourceResult></ListTagsForResourceResponse>"#;

    #[tokio::test]
    async fn documents_a_cluster() {
        let wire = Wire::default().on(&["Action=DescribeCacheClusters", "ShowCacheNodeInfo=true"], 200, CLUSTERS).on(
            &["Action=ListTagsForResource", "cluster%3Asessions-001"],
            200,
            TAGS,
        );

        let listing = list(&Client::new(&wire.session()), &scope("elasticache")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::ElastiCache::CacheCluster",
                "region": "eu-west-1",
                "native_id": "sessions-001",
                "arn": "arn:aws:elasticache:eu-west-1:111111111111:cluster:sessions-001",
                "name": "sessions-001",
                "state": "active",
                "native_state": "available",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.ElastiCache.ReplicationGroup:sessions",
                    "111111111111:eu-west-1:AWS.ElastiCache.SubnetGroup:caches",
                    "111111111111:eu-west-1:AWS.SNS.Topic:arn~3Aaws~3Asns~3Aeu-west-1~3A111111111111~3Aops",
                ],
                "tags": {"team": "shop"},
                "created_at": "2025-02-03T04:05:06Z",
                "properties": {
                    "AtRestEncryptionEnabled": false,
                    "AuthTokenEnabled": false,
                    "AutoMinorVersionUpgrade": true,
                    "CacheNodeType": "cache.t4g.small",
                    "CacheParameterGroupName": "default.redis7",
                    "CacheSubnetGroupName": "caches",
                    "ClusterName": "sessions-001",
                    "Engine": "redis",
                    "EngineVersion": "7.1.0",
                    "NotificationTopicArn": "arn:aws:sns:eu-west-1:111111111111:ops",
                    "NumCacheNodes": 1,
                    "Port": 6379,
                    "PreferredAvailabilityZones": ["eu-west-1a"],
                    "PreferredMaintenanceWindow": "sun:05:00-sun:09:00",
                    "ReplicationGroupId": "sessions",
                    "SnapshotRetentionLimit": 0,
                    "TransitEncryptionEnabled": true,
                    "VpcSecurityGroupIds": ["sg-1"],
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_cluster_whose_tags_it_may_not_read() {
        let wire = Wire::default().on(&["Action=DescribeCacheClusters"], 200, CLUSTERS).on(
            &["Action=ListTagsForResource"],
            403,
            refused("AccessDenied"),
        );

        let listing = list(&Client::new(&wire.session()), &scope("elasticache")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["Tags"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }
}
