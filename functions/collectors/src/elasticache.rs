//! `ElastiCache`: clusters, the replication groups that they may belong to, and their networks.

mod cache_cluster;
mod replication_group;
mod subnet_group;

use crate::{
    document::{Document, neighbor, tags},
    door::Door,
    listing::read_or_note,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_elasticache::{Client, types::LogDeliveryConfiguration};
use pantheon_core::{
    aws::TypeName,
    collect::{Collector, Listing, Scope},
    id::TenantId,
    resource::{ResourceId, ResourceState},
};
use serde_json::{Value, json};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![cache_cluster, replication_group, subnet_group];

/// What AWS answers about something that was deleted since it was listed.
const GONE: &[&str] = &["CacheClusterNotFound", "ReplicationGroupNotFoundFault", "CacheSubnetGroupNotFoundFault"];

const LOG_GROUP: TypeName = TypeName::new("AWS::Logs::LogGroup");
const DELIVERY_STREAM: TypeName = TypeName::new("AWS::KinesisFirehose::DeliveryStream");

/// Reads `ElastiCache`.
pub struct ElastiCache<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for ElastiCache<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Reads the tags of a resource, which no list tells.
async fn read_tags(client: &Client, arn: Option<&str>, mut document: Document) -> Document {
    let answer = client.list_tags_for_resource().set_resource_name(arn.map(ToOwned::to_owned)).send().await;
    match read_or_note(&mut document, "Tags", "elasticache:ListTagsForResource", GONE, answer) {
        Some(answer) => document.tags(tags(answer.tag_list().iter().map(|tag| (tag.key(), tag.value())))),
        None => document,
    }
}

/// Returns where the logs of a cache go.
fn delivered_to(scope: &Scope, logs: &[LogDeliveryConfiguration]) -> Vec<ResourceId> {
    let details = logs.iter().filter_map(|delivery| delivery.destination_details());
    let named = details.filter_map(|details| {
        let group = details.cloud_watch_logs_details().and_then(|to| to.log_group());
        let stream = details.kinesis_firehose_details().and_then(|to| to.delivery_stream());
        let group = group.map(|name| neighbor(scope, LOG_GROUP, name));
        group.or_else(|| stream.map(|name| neighbor(scope, DELIVERY_STREAM, name)))
    });
    named.collect()
}

/// Returns how a cache delivers its logs.
fn delivery(delivery: &LogDeliveryConfiguration) -> Value {
    let details = delivery.destination_details();
    let group = details.and_then(|details| details.cloud_watch_logs_details()?.log_group());
    let stream = details.and_then(|details| details.kinesis_firehose_details()?.delivery_stream());
    json!({
        "DestinationDetails": {
            "CloudWatchLogsDetails": {"LogGroup": group},
            "KinesisFirehoseDetails": {"DeliveryStream": stream},
        },
        "DestinationType": delivery.destination_type().map(|kind| kind.as_str()),
        "LogFormat": delivery.log_format().map(|format| format.as_str()),
        "LogType": delivery.log_type().map(|kind| kind.as_str()),
    })
}

/// Sorts the many states of caches into five.
fn state(status: Option<&str>) -> ResourceState {
    match status.unwrap_or_default() {
        "creating" => ResourceState::Creating,
        "deleting" | "deleted" => ResourceState::Deleting,
        "create-failed" | "incompatible-network" | "restore-failed" => ResourceState::Failed,
        "available" | "" => ResourceState::Active,
        // Everything else is something going on: modifying, snapshotting, rebooting…
        _ => ResourceState::Updating,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_states_into_five() {
        let cases = [
            ("available", ResourceState::Active),
            ("creating", ResourceState::Creating),
            ("snapshotting", ResourceState::Updating),
            ("incompatible-network", ResourceState::Failed),
            ("deleting", ResourceState::Deleting),
        ];
        for (status, expected) in cases {
            assert_eq!(state(Some(status)), expected, "{status}");
        }
    }
}
