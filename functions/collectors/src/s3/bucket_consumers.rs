//! Who is given what a bucket holds, and who is told of it: replication and notifications.

use super::bucket::GONE;
use crate::{
    arn,
    document::{Document, sorted},
    listing::read_or_note,
};
use aws_sdk_s3::{
    Client,
    operation::get_bucket_notification_configuration::GetBucketNotificationConfigurationOutput,
    types::{Event, NotificationConfigurationFilter, ReplicationConfiguration, ReplicationRule},
};
use serde_json::{Value, json};

/// Reads where objects of a bucket go, and who is told of them.
pub(super) async fn read(client: &Client, name: &str, document: &mut Document) {
    read_replication(client, name, document).await;
    read_notifications(client, name, document).await;
}

async fn read_replication(client: &Client, name: &str, document: &mut Document) {
    let property = "ReplicationConfiguration";
    let absent = ["ReplicationConfigurationNotFoundError", GONE];
    let answer = client.get_bucket_replication().bucket(name).send().await;
    let answer = read_or_note(document, property, "s3:GetReplicationConfiguration", &absent, answer);
    let Some(replication) = answer.as_ref().and_then(|answer| answer.replication_configuration()) else { return };
    document.need(arn::resource(replication.role()));
    document.need(replication.rules().iter().filter_map(replica_key).filter_map(arn::resource));
    document.property(property, rules(replication));
}

fn replica_key(rule: &ReplicationRule) -> Option<&str> {
    rule.destination()?.encryption_configuration()?.replica_kms_key_id()
}

/// The bucket at the other end may be in any region, so it is told but not needed.
fn rules(replication: &ReplicationConfiguration) -> Value {
    let rules = replication.rules().iter().map(|rule| {
        json!({
            "DeleteMarkerReplication": {
                "Status": rule.delete_marker_replication().and_then(|deletes| deletes.status()).map(|s| s.as_str()),
            },
            "Destination": rule.destination().map(|destination| json!({
                "Account": destination.account(),
                "Bucket": destination.bucket(),
                "EncryptionConfiguration": {"ReplicaKmsKeyID": replica_key(rule)},
                "StorageClass": destination.storage_class().map(|class| class.as_str()),
            })),
            "Id": rule.id(),
            "Priority": rule.priority(),
            "Status": rule.status().as_str(),
        })
    });
    json!({"Role": replication.role(), "Rules": sorted(rules)})
}

async fn read_notifications(client: &Client, name: &str, document: &mut Document) {
    let property = "NotificationConfiguration";
    let answer = client.get_bucket_notification_configuration().bucket(name).send().await;
    let Some(told) = read_or_note(document, property, "s3:GetBucketNotification", &[GONE], answer) else { return };
    let functions = told.lambda_function_configurations().iter().map(|function| function.lambda_function_arn());
    let queues = told.queue_configurations().iter().map(|queue| queue.queue_arn());
    let topics = told.topic_configurations().iter().map(|topic| topic.topic_arn());
    document.need(functions.chain(queues).chain(topics).filter_map(arn::resource));
    document.property(property, notifications(&told));
}

fn notifications(told: &GetBucketNotificationConfigurationOutput) -> Value {
    json!({
        "EventBridgeConfiguration": {"EventBridgeEnabled": told.event_bridge_configuration().map(|_| true)},
        "LambdaConfigurations": sorted(told.lambda_function_configurations().iter().map(|function| json!({
            "Events": events(function.events()),
            "Filter": function.filter().map(filter),
            "Function": function.lambda_function_arn(),
        }))),
        "QueueConfigurations": sorted(told.queue_configurations().iter().map(|queue| json!({
            "Events": events(queue.events()),
            "Filter": queue.filter().map(filter),
            "Queue": queue.queue_arn(),
        }))),
        "TopicConfigurations": sorted(told.topic_configurations().iter().map(|topic| json!({
            "Events": events(topic.events()),
            "Filter": topic.filter().map(filter),
            "Topic": topic.topic_arn(),
        }))),
    })
}

fn events(events: &[Event]) -> Value {
    sorted(events.iter().map(|event| event.as_str()))
}

fn filter(filter: &NotificationConfigurationFilter) -> Value {
    let rules = filter.key().map(|key| key.filter_rules()).unwrap_or_default().iter();
    let rules = rules.map(|rule| json!({"Name": rule.name().map(|name| name.as_str()), "Value": rule.value()}));
    json!({"S3Key": {"Rules": sorted(rules)}})
}
