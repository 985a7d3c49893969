//! Streams, from `ListStreams`, `DescribeStreamSummary` and `ListTagsForStream`.
//!
//! A stream on demand has as many shards as it needs at the moment, so their number is left out.

use crate::{
    arn,
    document::{Document, sorted, when},
    listing::{is_one_of, list_each, read_or_note},
};
use aws_sdk_kinesis::{
    Client,
    types::{StreamDescriptionSummary, StreamMode, StreamStatus, Tag},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Kinesis::Stream");

const OPERATION: &str = "kinesis:ListStreams";

/// What AWS answers about a stream that was deleted since it was listed.
const GONE: &[&str] = &["ResourceNotFoundException"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let names = names(client).await;
    list_each(TYPE, OPERATION, names, |name| read(client, scope, name)).await
}

async fn names(client: &Client) -> (Vec<String>, Option<Gap>) {
    let mut names: Vec<String> = Vec::new();
    let mut next = None;
    loop {
        // Not every implementation gives tokens, but all go on behind a name.
        let after = names.last().filter(|_| next.is_none()).cloned();
        let request = client.list_streams().limit(1_000).set_exclusive_start_stream_name(after);
        match request.set_next_token(next).send().await {
            Ok(page) => {
                let is_last = !page.has_more_streams || page.stream_names.is_empty();
                names.extend(page.stream_names);
                next = page.next_token;
                if is_last {
                    return (names, None);
                }
            }
            Err(error) => return (names, Some(gap_of(OPERATION, &error))),
        }
    }
}

async fn read(client: &Client, scope: &Scope, name: String) -> Option<Document> {
    let mut document = match client.describe_stream_summary().stream_name(&name).send().await {
        Ok(answer) => document(scope, &name, answer.stream_description_summary()),
        Err(error) if is_one_of(&error, GONE) => return None,
        Err(error) => {
            let mut document = document(scope, &name, None);
            document.unread("DescribeStreamSummary", gap_of("kinesis:DescribeStreamSummary", &error));
            document
        }
    };

    let mut all: Vec<Tag> = Vec::new();
    loop {
        let after = all.last().map(|tag| tag.key().to_owned());
        let request = client.list_tags_for_stream().stream_name(&name).set_exclusive_start_tag_key(after);
        let answer = request.send().await;
        let answer = read_or_note(&mut document, "Tags", "kinesis:ListTagsForStream", GONE, answer);
        let Some(answer) = answer else { break };
        let is_last = !answer.has_more_tags || answer.tags.is_empty();
        all.extend(answer.tags);
        if is_last {
            break;
        }
    }
    Some(document.tags(crate::document::tags(all.iter().map(|tag| (tag.key(), tag.value())))))
}

fn document(scope: &Scope, name: &str, stream: Option<&StreamDescriptionSummary>) -> Document {
    let document = Document::new(TYPE, scope, name)
        .arn_of("kinesis", &format!("stream/{name}"))
        .name(Some(name))
        .properties(json!({"Name": name}));
    let Some(stream) = stream else { return document };
    let status = stream.stream_status();
    document
        .state(state(status), Some(status.as_str()))
        .created_at(when(Some(stream.stream_creation_timestamp())))
        .needs(arn::key(scope, stream.key_id()))
        .properties(properties(name, stream))
}

fn properties(name: &str, stream: &StreamDescriptionSummary) -> Value {
    let mode = stream.stream_mode_details().map(|details| details.stream_mode());
    let metrics = stream.enhanced_monitoring().iter().flat_map(|monitoring| monitoring.shard_level_metrics());
    json!({
        "ConsumerCount": stream.consumer_count(),
        "DesiredShardLevelMetrics": sorted(metrics.map(|metric| metric.as_str())),
        "MaxRecordSizeInKiB": stream.max_record_size_in_kib(),
        "Name": name,
        "RetentionPeriodHours": stream.retention_period_hours(),
        "ShardCount": (mode != Some(&StreamMode::OnDemand)).then_some(stream.open_shard_count()),
        "StreamEncryption": {
            "EncryptionType": stream.encryption_type().map(|kind| kind.as_str()),
            "KeyId": stream.key_id(),
        },
        "StreamModeDetails": {"StreamMode": mode.map_or("PROVISIONED", |mode| mode.as_str())},
    })
}

fn state(status: &StreamStatus) -> ResourceState {
    match status {
        StreamStatus::Creating => ResourceState::Creating,
        StreamStatus::Updating => ResourceState::Updating,
        StreamStatus::Deleting => ResourceState::Deleting,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListStreams`.
    const FIRST: &str = r#"{"HasMoreStreams": true, "NextToken": "t", "StreamNames": ["clicks"]}"#;
    const SECOND: &str = r#"{"HasMoreStreams": false, "StreamNames": ["orders"]}"#;

    /// From the API reference of `DescribeStreamSummary`.
    const CLICKS: &str = r#"{"StreamDescriptionSummary": {"StreamName": "clicks", "OpenShardCount": 4, "ConsumerCount": 1,
        "StreamARN": "arn:aws:kinesis:eu-west-1:111111111111:stream/clicks", "StreamStatus": "ACTIVE",
        "StreamModeDetails": {"StreamMode": "ON_DEMAND"}, "RetentionPeriodHours": 24, "StreamCreationTimestamp": 1767225600,
        "EnhancedMonitoring": [{"ShardLevelMetrics": []}], "EncryptionType": "KMS",
        "KeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd"}}"#;
    const ORDERS: &str = r#"{"StreamDescriptionSummary": {"StreamName": "orders", "OpenShardCount": 2, "ConsumerCount": 0,
        "StreamARN": "arn:aws:kinesis:eu-west-1:111111111111:stream/orders", "StreamStatus": "UPDATING",
        "RetentionPeriodHours": 168, "StreamCreationTimestamp": 1767225600,
        "EnhancedMonitoring": [{"ShardLevelMetrics": ["OutgoingBytes", "IncomingBytes"]}], "EncryptionType": "NONE"}}"#;

    /// From the API reference of `ListTagsForStream`.
    const TAGS: &str = r#"{"HasMoreTags": false, "Tags": [{"Key": "env", "Value": "prod"}]}"#;
    const MORE_TAGS: &str = r#"{"HasMoreTags": true, "Tags": [{"Key": "a", "Value": "b"}]}"#;

    async fn look(first: Wire) -> Listing {
        let wire = Wire::default()
            .on(&["Kinesis_20131202.ListStreams", "NextToken"], 200, SECOND)
            .on(&["Kinesis_20131202.ListStreams"], 200, FIRST)
            .on(&["Kinesis_20131202.DescribeStreamSummary", "clicks"], 200, CLICKS)
            .on(&["Kinesis_20131202.DescribeStreamSummary", "orders"], 200, ORDERS)
            .on(&["Kinesis_20131202.ListTagsForStream", "ExclusiveStartTagKey"], 200, TAGS)
            .on(&["Kinesis_20131202.ListTagsForStream", "orders"], 200, MORE_TAGS)
            .on(&["Kinesis_20131202.ListTagsForStream"], 200, TAGS);
        list(&Client::new(&wire.merged_after(&first).session()), &scope("kinesis")).await
    }

    #[tokio::test]
    async fn documents_streams_of_all_pages() {
        let stream = |name: &str, state: &str, native: &str, needs: &[&str], tags: Value, properties: Value| {
            json!({
                "resource_type": "AWS::Kinesis::Stream", "region": "eu-west-1", "native_id": name,
                "arn": format!("arn:aws:kinesis:eu-west-1:111111111111:stream/{name}"), "name": name, "state": state,
                "native_state": native, "dependencies": needs, "tags": tags, "created_at": "2026-01-01T00:00:00Z",
                "properties": properties,
            })
        };
        let clicks = json!({
            "ConsumerCount": 1, "Name": "clicks", "RetentionPeriodHours": 24,
            "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd"},
            "StreamModeDetails": {"StreamMode": "ON_DEMAND"},
        });
        let orders = json!({
            "ConsumerCount": 0, "DesiredShardLevelMetrics": ["IncomingBytes", "OutgoingBytes"], "Name": "orders",
            "RetentionPeriodHours": 168, "ShardCount": 2, "StreamEncryption": {"EncryptionType": "NONE"},
            "StreamModeDetails": {"StreamMode": "PROVISIONED"},
        });
        let key = "111111111111:eu-west-1:AWS.KMS.Key:abcd";
        assert_eq!(
            found(&look(Wire::default()).await),
            json!([
                stream("clicks", "active", "ACTIVE", &[key], json!({"env": "prod"}), clicks),
                stream("orders", "updating", "UPDATING", &[], json!({"a": "b", "env": "prod"}), orders),
            ])
        );
    }

    #[tokio::test]
    async fn keeps_a_stream_that_it_may_not_look_at_and_forgets_one_that_is_gone() {
        let denied = r#"{"__type": "AccessDeniedException", "message": "not authorized"}"#;
        let gone = r#"{"__type": "ResourceNotFoundException", "message": "not found"}"#;
        let first = Wire::default().on(&["DescribeStreamSummary", "clicks"], 400, denied).on(
            &["DescribeStreamSummary", "orders"],
            400,
            gone,
        );

        let listing = look(first).await;

        assert_eq!(listing.found.len(), 1);
        assert_eq!(listing.found[0].properties["Unread"], json!(["DescribeStreamSummary"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }
}
