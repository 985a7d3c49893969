//! Replication groups, from `DescribeReplicationGroups` and `ListTagsForResource`.
//!
//! Which member is the primary changes with every failover, so it is left out.

use super::{delivered_to, delivery, read_tags, state};
use crate::{
    arn,
    document::{Document, sorted, when},
    listing::{list_each, read_pages},
};
use aws_sdk_elasticache::{
    Client,
    types::{AutomaticFailoverStatus, MultiAzStatus, ReplicationGroup},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ElastiCache::ReplicationGroup");

const OPERATION: &str = "elasticache:DescribeReplicationGroups";
const USER_GROUP: TypeName = TypeName::new("AWS::ElastiCache::UserGroup");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_replication_groups().max_records(100).into_paginator().items().send();
    let groups = read_pages(OPERATION, pages).await;
    list_each(TYPE, OPERATION, groups, |group| read(client, scope, group)).await
}

async fn read(client: &Client, scope: &Scope, group: ReplicationGroup) -> Option<Document> {
    let id = group.replication_group_id()?;
    // The members need the group: the other way round there would be a circle.
    let document = Document::new(TYPE, scope, id)
        .arn(group.arn())
        .name(Some(id))
        .state(state(group.status()), group.status())
        .created_at(when(group.replication_group_create_time()))
        .needs(arn::key(scope, group.kms_key_id()))
        .needs(delivered_to(scope, group.log_delivery_configurations()))
        .needs_here(USER_GROUP, group.user_group_ids().iter().map(String::as_str))
        .properties(properties(&group));
    Some(read_tags(client, group.arn(), document).await)
}

fn properties(group: &ReplicationGroup) -> Value {
    let shards = group.node_groups();
    let endpoint = group.configuration_endpoint().or_else(|| shards.first().and_then(|shard| shard.primary_endpoint()));
    let replicas = shards.first().map(|shard| shard.node_group_members().len().saturating_sub(1));
    json!({
        "AtRestEncryptionEnabled": group.at_rest_encryption_enabled(),
        "AuthTokenEnabled": group.auth_token_enabled(),
        "AutoMinorVersionUpgrade": group.auto_minor_version_upgrade(),
        "AutomaticFailoverEnabled": group.automatic_failover()
            .map(|status| matches!(status, AutomaticFailoverStatus::Enabled | AutomaticFailoverStatus::Enabling)),
        "CacheNodeType": group.cache_node_type(),
        "ClusterMode": group.cluster_mode().map(|mode| mode.as_str()),
        "DataTieringEnabled": group.data_tiering().map(|status| status.as_str() == "enabled"),
        "Endpoint": endpoint.map(|endpoint| json!({"Address": endpoint.address(), "Port": endpoint.port()})),
        "Engine": group.engine(),
        "GlobalReplicationGroupId":
            group.global_replication_group_info().and_then(|global| global.global_replication_group_id()),
        "KmsKeyId": group.kms_key_id(),
        "LogDeliveryConfigurations": sorted(group.log_delivery_configurations().iter().map(delivery)),
        "MemberClusters": sorted(group.member_clusters()),
        "MultiAZEnabled": group.multi_az().map(|status| *status == MultiAzStatus::Enabled),
        "NumNodeGroups": shards.len(),
        "ReplicasPerNodeGroup": replicas,
        "ReplicationGroupDescription": group.description(),
        "ReplicationGroupId": group.replication_group_id(),
        "SnapshotRetentionLimit": group.snapshot_retention_limit(),
        "SnapshotWindow": group.snapshot_window(),
        "TransitEncryptionEnabled": group.transit_encryption_enabled(),
        "TransitEncryptionMode": group.transit_encryption_mode().map(|mode| mode.as_str()),
        "UserGroupIds": sorted(group.user_group_ids()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeReplicationGroups`.
    const GROUPS: &str = r#"<DescribeReplicationGroupsResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">
        <DescribeReplicationGroupsResult><ReplicationGroups><ReplicationGroup>
            <ReplicationGroupId>sessions</ReplicationGroupId><Description>who is in</Description><Status>available</Status>
            <ARN>arn:aws:elasticache:eu-west-1:111111111111:replicationgroup:sessions</ARN><PendingModifiedValues/>
            <MemberClusters><ClusterId>sessions-002</ClusterId><ClusterId>sessions-001</ClusterId></MemberClusters>
            <NodeGroups><NodeGroup><NodeGroupId>0001</NodeGroupId><Status>available</Status>
                <PrimaryEndpoint><Address>sessions.abc.ng.0001.euw1.cache.amazonaws.com</Address><Port>6379</Port></PrimaryEndpoint>
                <NodeGroupMembers>
                    <NodeGroupMember><CacheClusterId>sessions-001</CacheClusterId><CurrentRole>primary</CurrentRole></NodeGroupMember>
                    <NodeGroupMember><CacheClusterId>sessions-002</CacheClusterId><CurrentRole>replica</CurrentRole></NodeGroupMember>
                </NodeGroupMembers></NodeGroup></NodeGroups>
            <AutomaticFailover>enabled</AutomaticFailover><MultiAZ>disabled</MultiAZ><ClusterEnabled>false</ClusterEnabled>
            <SnapshotRetentionLimit>7</SnapshotRetentionLimit><SnapshotWindow>03:00-04:00</SnapshotWindow>
            <CacheNodeType>cache.t4g.small</CacheNodeType><AuthTokenEnabled>true</AuthTokenEnabled>
            <TransitEncryptionEnabled>true</TransitEncryptionEnabled><AtRestEncryptionEnabled>true</AtRestEncryptionEnabled>
            <KmsKeyId>arn:aws:kms:eu-west-1:111111111111:key/abcd</KmsKeyId>
            <LogDeliveryConfigurations><LogDeliveryConfiguration>
                <LogType>slow-log</LogType><DestinationType>cloudwatch-logs</DestinationType><LogFormat>json</LogFormat>
                <DestinationDetails><CloudWatchLogsDetails><LogGroup>/cache/slow</LogGroup></CloudWatchLogsDetails></DestinationDetails>
                <Status>active</Status></LogDeliveryConfiguration></LogDeliveryConfigurations>
            <UserGroupIds><member>people</member></UserGroupIds>
            <ReplicationGroupCreateTime>2025-02-03T04:05:06.000Z</ReplicationGroupCreateTime>
        </ReplicationGroup></ReplicationGroups></DescribeReplicationGroupsResult></DescribeReplicationGroupsResponse>"#;

    const TAGS: &str = r"<ListTagsForResourceResponse><ListTagsForResourceResult><TagList/></ListTagsForResourceResult>
        </ListTagsForResourceResponse>";

    #[tokio::test]
    async fn documents_a_replication_group() {
        let wire = Wire::default().on(&["Action=DescribeReplicationGroups"], 200, GROUPS).on(
            &["Action=ListTagsForResource"],
            200,
            TAGS,
        );

        let listing = list(&Client::new(&wire.session()), &scope("elasticache")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::ElastiCache::ReplicationGroup",
                "region": "eu-west-1",
                "native_id": "sessions",
                "arn": "arn:aws:elasticache:eu-west-1:111111111111:replicationgroup:sessions",
                "name": "sessions",
                "state": "active",
                "native_state": "available",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.ElastiCache.UserGroup:people",
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Fcache~2Fslow",
                ],
                "tags": {},
                "created_at": "2025-02-03T04:05:06Z",
                "properties": {
                    "AtRestEncryptionEnabled": true,
                    "AuthTokenEnabled": true,
                    "AutomaticFailoverEnabled": true,
                    "CacheNodeType": "cache.t4g.small",
                    "Endpoint": {"Address": "sessions.abc.ng.0001.euw1.cache.amazonaws.com", "Port": 6379},
                    "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "LogDeliveryConfigurations": [{
                        "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": "/cache/slow"}},
                        "DestinationType": "cloudwatch-logs",
                        "LogFormat": "json",
                        "LogType": "slow-log",
                    }],
                    "MemberClusters": ["sessions-001", "sessions-002"],
                    "MultiAZEnabled": false,
                    "NumNodeGroups": 1,
                    "ReplicasPerNodeGroup": 1,
                    "ReplicationGroupDescription": "who is in",
                    "ReplicationGroupId": "sessions",
                    "SnapshotRetentionLimit": 7,
                    "SnapshotWindow": "03:00-04:00",
                    "TransitEncryptionEnabled": true,
                    "UserGroupIds": ["people"],
                },
            }])
        );
    }
}
