//! Queues, from `ListQueues`, `GetQueueAttributes` and `ListQueueTags`.
//!
//! How many messages wait changes all the time, so it is left out. A queue is known by its name,
//! since its address depends on the endpoint.

use crate::{
    arn,
    document::{Document, json_text, tags},
    listing::{is_one_of, list_each, read_or_note, read_pages},
};
use aws_sdk_sqs::{Client, types::QueueAttributeName as Name};
use chrono::DateTime;
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};
use std::collections::HashMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::SQS::Queue");

const OPERATION: &str = "sqs:GetQueueAttributes";

/// What AWS answers about a queue that was deleted since it was listed.
const GONE: &[&str] = &["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"];

type Attributes = HashMap<Name, String>;

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    // Without a size SQS gives one page of a thousand queues and no token for the others.
    let pages = client.list_queues().max_results(1_000).into_paginator().items().send();
    let urls = read_pages("sqs:ListQueues", pages).await;
    list_each(TYPE, OPERATION, urls, |url| read(client, scope, url)).await
}

async fn read(client: &Client, scope: &Scope, url: String) -> Option<Document> {
    let name = url.rsplit('/').next()?;
    let answer = client.get_queue_attributes().queue_url(&url).attribute_names(Name::All).send().await;
    let mut document = match answer {
        Ok(answer) => document(scope, name, &answer.attributes.unwrap_or_default()),
        Err(error) if is_one_of(&error, GONE) => return None,
        Err(error) => {
            // That the queue exists is known from the list, and worth keeping.
            let mut document = document(scope, name, &Attributes::new());
            document.unread("GetQueueAttributes", gap_of(OPERATION, &error));
            document
        }
    };
    let answer = client.list_queue_tags().queue_url(&url).send().await;
    match read_or_note(&mut document, "Tags", "sqs:ListQueueTags", GONE, answer).and_then(|answer| answer.tags) {
        Some(given) => Some(document.tags(tags(given.iter().map(|(key, value)| (key.as_str(), value.as_str()))))),
        None => Some(document),
    }
}

fn document(scope: &Scope, name: &str, attributes: &Attributes) -> Document {
    let text = |name: Name| attributes.get(&name).map(String::as_str);
    // Some who answer like SQS give fractions of a second.
    let made = text(Name::CreatedTimestamp).and_then(|at| at.split('.').next()?.parse().ok());
    let redrive = text(Name::RedrivePolicy).map(json_text);
    let dead_letters = redrive.as_ref().and_then(|policy| policy["deadLetterTargetArn"].as_str());
    Document::new(TYPE, scope, name)
        .arn_of("sqs", name)
        .name(Some(name))
        .created_at(made.and_then(|seconds| DateTime::from_timestamp(seconds, 0)))
        .needs(dead_letters.and_then(arn::resource))
        .needs(arn::key(scope, text(Name::KmsMasterKeyId)))
        .properties(properties(name, attributes))
}

fn properties(name: &str, attributes: &Attributes) -> Value {
    let text = |name: Name| attributes.get(&name).map(String::as_str);
    let number = |name: Name| text(name).and_then(|value| value.parse::<i64>().ok());
    let flag = |name: Name| text(name).and_then(|value| value.parse::<bool>().ok());
    json!({
        "ContentBasedDeduplication": flag(Name::ContentBasedDeduplication),
        "DeduplicationScope": text(Name::DeduplicationScope),
        "DelaySeconds": number(Name::DelaySeconds),
        "FifoQueue": flag(Name::FifoQueue),
        "FifoThroughputLimit": text(Name::FifoThroughputLimit),
        "KmsDataKeyReusePeriodSeconds": number(Name::KmsDataKeyReusePeriodSeconds),
        "KmsMasterKeyId": text(Name::KmsMasterKeyId),
        "MaximumMessageSize": number(Name::MaximumMessageSize),
        "MessageRetentionPeriod": number(Name::MessageRetentionPeriod),
        "Policy": text(Name::Policy).filter(|policy| !policy.is_empty()).map(json_text),
        "QueueName": name,
        "ReceiveMessageWaitTimeSeconds": number(Name::ReceiveMessageWaitTimeSeconds),
        "RedriveAllowPolicy": text(Name::RedriveAllowPolicy).map(json_text),
        "RedrivePolicy": text(Name::RedrivePolicy).map(json_text),
        "SqsManagedSseEnabled": flag(Name::SqsManagedSseEnabled),
        "VisibilityTimeout": number(Name::VisibilityTimeout),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListQueues`.
    const QUEUES: &str = r#"{"QueueUrls": ["https://sqs.eu-west-1.amazonaws.com/111111111111/jobs"]}"#;

    /// From the API reference of `GetQueueAttributes`.
    const ATTRIBUTES: &str = r#"{"Attributes": {
        "QueueArn": "arn:aws:sqs:eu-west-1:111111111111:jobs", "ApproximateNumberOfMessages": "17",
        "ApproximateNumberOfMessagesNotVisible": "3", "ApproximateNumberOfMessagesDelayed": "0",
        "CreatedTimestamp": "1700000000", "LastModifiedTimestamp": "1700000001", "VisibilityTimeout": "30",
        "MaximumMessageSize": "262144", "MessageRetentionPeriod": "345600", "DelaySeconds": "0",
        "ReceiveMessageWaitTimeSeconds": "20", "KmsMasterKeyId": "alias/app", "KmsDataKeyReusePeriodSeconds": "300",
        "SqsManagedSseEnabled": "false",
        "Policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\"}]}",
        "RedrivePolicy":
            "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-1:111111111111:dead\",\"maxReceiveCount\":5}"}}"#;

    #[tokio::test]
    async fn documents_a_queue_without_what_waits_in_it() {
        let wire = Wire::default()
            .on(&["AmazonSQS.ListQueues"], 200, QUEUES)
            .on(&["AmazonSQS.GetQueueAttributes", "111111111111/jobs"], 200, ATTRIBUTES)
            .on(&["AmazonSQS.ListQueueTags"], 200, r#"{"Tags": {"team": "shop"}}"#);

        let listing = list(&Client::new(&wire.session()), &scope("sqs")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::SQS::Queue",
                "region": "eu-west-1",
                "native_id": "jobs",
                "arn": "arn:aws:sqs:eu-west-1:111111111111:jobs",
                "name": "jobs",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.KMS.Alias:alias~2Fapp",
                    "111111111111:eu-west-1:AWS.SQS.Queue:dead",
                ],
                "tags": {"team": "shop"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "DelaySeconds": 0,
                    "KmsDataKeyReusePeriodSeconds": 300,
                    "KmsMasterKeyId": "alias/app",
                    "MaximumMessageSize": 262_144,
                    "MessageRetentionPeriod": 345_600,
                    "Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*"}]},
                    "QueueName": "jobs",
                    "ReceiveMessageWaitTimeSeconds": 20,
                    "RedrivePolicy": {
                        "deadLetterTargetArn": "arn:aws:sqs:eu-west-1:111111111111:dead",
                        "maxReceiveCount": 5,
                    },
                    "SqsManagedSseEnabled": false,
                    "VisibilityTimeout": 30,
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_queue_whose_attributes_it_may_not_read() {
        let wire = Wire::default()
            .on(&["AmazonSQS.ListQueues"], 200, QUEUES)
            .on(&["AmazonSQS.GetQueueAttributes"], 403, r#"{"__type": "com.amazonaws.sqs#AccessDenied"}"#)
            .on(&["AmazonSQS.ListQueueTags"], 200, "{}");

        let listing = list(&Client::new(&wire.session()), &scope("sqs")).await;

        assert_eq!(listing.found[0].properties, json!({"QueueName": "jobs", "Unread": ["GetQueueAttributes"]}));
        assert_eq!((listing.gaps.len(), listing.gaps[0].reason), (1, GapReason::Denied));
    }

    #[tokio::test]
    async fn reads_every_page_and_forgets_what_was_deleted_meanwhile() {
        let more = r#"{"QueueUrls": ["https://sqs.eu-west-1.amazonaws.com/111111111111/old"], "NextToken": "two"}"#;
        let gone =
            r#"{"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "The specified queue does not exist."}"#;
        let wire = Wire::default()
            .on(&["AmazonSQS.ListQueues", "two"], 200, QUEUES)
            .on(&["AmazonSQS.ListQueues", r#""MaxResults":1000"#], 200, more)
            .on(&["AmazonSQS.GetQueueAttributes", "/old"], 400, gone)
            .on(&["AmazonSQS.GetQueueAttributes"], 200, ATTRIBUTES)
            .on(&["AmazonSQS.ListQueueTags"], 200, "{}");

        let listing = list(&Client::new(&wire.session()), &scope("sqs")).await;

        let names: Vec<_> = listing.found.iter().map(|queue| queue.native_id.as_str()).collect();
        assert_eq!((names, listing.gaps), (vec!["jobs"], vec![]));
    }
}
