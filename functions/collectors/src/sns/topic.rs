//! Topics, from `ListTopics`, `GetTopicAttributes` and `ListTagsForResource`.
//!
//! The numbers of subscriptions are those of another type, and change when people confirm, so they
//! are left out.

use super::{GONE, document_in, flag};
use crate::{
    arn,
    document::{Document, sorted, tags},
    listing::{is_one_of, list_each, read_or_note, read_pages},
};
use aws_sdk_sns::{Client, types::Topic};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};
use std::collections::HashMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::SNS::Topic");

const OPERATION: &str = "sns:GetTopicAttributes";

/// The protocols whose deliveries can be logged: their name, and what their attributes begin with.
const LOGGED: &[(&str, &str)] = &[
    ("application", "Application"),
    ("firehose", "Firehose"),
    ("http/s", "HTTP"),
    ("lambda", "Lambda"),
    ("sqs", "SQS"),
];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.list_topics().into_paginator().items().send();
    let topics = read_pages("sns:ListTopics", pages).await;
    list_each(TYPE, OPERATION, topics, |topic| read(client, scope, topic)).await
}

async fn read(client: &Client, scope: &Scope, topic: Topic) -> Option<Document> {
    let arn = topic.topic_arn()?;
    let mut document = match client.get_topic_attributes().topic_arn(arn).send().await {
        Ok(answer) => document(scope, arn, &answer.attributes.unwrap_or_default()),
        Err(error) if is_one_of(&error, GONE) => return None,
        Err(error) => {
            // That the topic exists is known from the list, and worth keeping.
            let mut document = document(scope, arn, &HashMap::new());
            document.unread("GetTopicAttributes", gap_of(OPERATION, &error));
            document
        }
    };
    let answer = client.list_tags_for_resource().resource_arn(arn).send().await;
    match read_or_note(&mut document, "Tags", "sns:ListTagsForResource", GONE, answer) {
        Some(answer) => Some(document.tags(tags(answer.tags().iter().map(|tag| (tag.key(), tag.value()))))),
        None => Some(document),
    }
}

fn document(scope: &Scope, arn: &str, attributes: &HashMap<String, String>) -> Document {
    let name = arn.rsplit(':').next();
    let text = |name: &str| attributes.get(name).map(String::as_str);
    let roles = LOGGED.iter().flat_map(|(_, prefix)| {
        let role = |end| attributes.get(&format!("{prefix}{end}FeedbackRoleArn"));
        [role("Success"), role("Failure")]
    });
    Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .name(name)
        .needs(roles.flatten().filter_map(|role| arn::resource(role)))
        .needs(arn::key(scope, text("KmsMasterKeyId")))
        .properties(json!({
            "ArchivePolicy": document_in(attributes, "ArchivePolicy"),
            "ContentBasedDeduplication": flag(attributes, "ContentBasedDeduplication"),
            "DeliveryPolicy": document_in(attributes, "DeliveryPolicy"),
            "DeliveryStatusLogging": sorted(LOGGED.iter().filter_map(|protocol| logging(attributes, protocol))),
            "DisplayName": text("DisplayName"),
            "FifoThroughputScope": text("FifoThroughputScope"),
            "FifoTopic": flag(attributes, "FifoTopic"),
            "KmsMasterKeyId": text("KmsMasterKeyId"),
            "Policy": document_in(attributes, "Policy"),
            "SignatureVersion": text("SignatureVersion"),
            "TopicName": name,
            "TracingConfig": text("TracingConfig"),
        }))
}

/// Returns how deliveries by one protocol are logged, if they are.
fn logging(attributes: &HashMap<String, String>, (protocol, prefix): &(&str, &str)) -> Option<Value> {
    let of = |end: &str| attributes.get(&format!("{prefix}{end}"));
    let (success, failure) = (of("SuccessFeedbackRoleArn"), of("FailureFeedbackRoleArn"));
    (success.is_some() || failure.is_some()).then(|| {
        json!({
            "FailureFeedbackRoleArn": failure,
            "Protocol": protocol,
            "SuccessFeedbackRoleArn": success,
            "SuccessFeedbackSampleRate": of("SuccessFeedbackSampleRate"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, refused, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListTopics`.
    const TOPICS: &str = r#"<ListTopicsResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListTopicsResult>
        <Topics><member><TopicArn>arn:aws:sns:eu-west-1:111111111111:alerts</TopicArn></member></Topics>
        </ListTopicsResult></ListTopicsResponse>"#;

    /// From the API reference of `GetTopicAttributes`.
    const ATTRIBUTES: &str = r#"<GetTopicAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
        <GetTopicAttributesResult><Attributes>
            <entry><key>TopicArn</key><value>arn:aws:sns:eu-west-1:111111111111:alerts</value></entry>
            <entry><key>Owner</key><value>111111111111</value></entry>
            <entry><key>DisplayName</key><value>Alerts</value></entry>
            <entry><key>SubscriptionsPending</key><value>2</value></entry>
            <entry><key>SubscriptionsConfirmed</key><value>7</value></entry>
            <entry><key>SubscriptionsDeleted</key><value>1</value></entry>
            <entry><key>EffectiveDeliveryPolicy</key><value>{"http":{}}</value></entry>
            <entry><key>KmsMasterKeyId</key><value>arn:aws:kms:eu-west-1:111111111111:key/abcd</value></entry>
            <entry><key>LambdaFailureFeedbackRoleArn</key><value>arn:aws:iam::111111111111:role/sns-logs</value></entry>
            <entry><key>LambdaSuccessFeedbackSampleRate</key><value>10</value></entry>
            <entry><key>Policy</key><value>{"Version":"2008-10-17","Statement":[{"Effect":"Allow"}]}</value></entry>
        </Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>"#;

    /// From the API reference of `ListTagsForResource`.
    const TAGS: &str = r#"<ListTagsForResourceResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
        <ListTagsForResourceResult><Tags><member><Key>team</Key><Value>ops</Value></member></Tags>
        </ListTagsForResourceResult></ListTagsForResourceResponse>"#;

    async fn listing(wire: &Wire) -> Listing {
        list(&Client::new(&wire.session()), &scope("sns")).await
    }

    #[tokio::test]
    async fn documents_a_topic() {
        let wire = Wire::default()
            .on(&["Action=ListTopics"], 200, TOPICS)
            .on(&["Action=GetTopicAttributes"], 200, ATTRIBUTES)
            .on(&["Action=ListTagsForResource"], 200, TAGS);

        assert_eq!(
            found(&listing(&wire).await),
            json!([{
                "resource_type": "AWS::SNS::Topic",
                "region": "eu-west-1",
                "native_id": "arn:aws:sns:eu-west-1:111111111111:alerts",
                "arn": "arn:aws:sns:eu-west-1:111111111111:alerts",
                "name": "alerts",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:global:AWS.IAM.Role:sns-logs",
                ],
                "tags": {"team": "ops"},
                "created_at": null,
                "properties": {
                    "DeliveryStatusLogging": [{
                        "FailureFeedbackRoleArn": "arn:aws:iam::111111111111:role/sns-logs",
                        "Protocol": "lambda",
                        "SuccessFeedbackSampleRate": "10",
                    }],
                    "DisplayName": "Alerts",
                    "KmsMasterKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "Policy": {"Version": "2008-10-17", "Statement": [{"Effect": "Allow"}]},
                    "TopicName": "alerts",
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_topic_that_it_may_not_read_and_forgets_one_that_is_gone() {
        let tags =
            Wire::default().on(&["Action=ListTopics"], 200, TOPICS).on(&["Action=ListTagsForResource"], 200, TAGS);
        let denied = tags.clone().on(&["Action=GetTopicAttributes"], 403, refused("AuthorizationError"));
        let gone = tags.on(&["Action=GetTopicAttributes"], 404, refused("NotFound"));

        let (denied, gone) = (listing(&denied).await, listing(&gone).await);

        assert_eq!(denied.found[0].properties["Unread"], json!(["GetTopicAttributes"]));
        assert_eq!(denied.gaps[0].reason, GapReason::Denied);
        assert!(gone.found.is_empty() && gone.gaps.is_empty());
    }
}
