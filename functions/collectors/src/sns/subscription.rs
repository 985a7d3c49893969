//! Subscriptions, from `ListSubscriptions` and `GetSubscriptionAttributes`.
//!
//! E-mail addresses and telephone numbers are people's, and web addresses hold secrets more often
//! than they should: only what an ARN names is kept of an endpoint. What nobody has confirmed yet
//! has no name of its own and is no resource.

use super::{GONE, document_in, flag};
use crate::{
    arn,
    document::Document,
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_sns::{Client, types::Subscription};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;
use std::collections::HashMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::SNS::Subscription");

const OPERATION: &str = "sns:GetSubscriptionAttributes";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.list_subscriptions().into_paginator().items().send();
    let (mut subscriptions, gap) = read_pages("sns:ListSubscriptions", pages).await;
    subscriptions.retain(|subscription| subscription.subscription_arn().is_none_or(|arn| arn.starts_with("arn:")));
    list_each(TYPE, OPERATION, (subscriptions, gap), |subscription| read(client, scope, subscription)).await
}

async fn read(client: &Client, scope: &Scope, subscription: Subscription) -> Option<Document> {
    let arn = subscription.subscription_arn().unwrap_or_default();
    let mut document = document(scope, arn, &subscription);
    let answer = client.get_subscription_attributes().subscription_arn(arn).send().await;
    let answer = read_or_note(&mut document, "GetSubscriptionAttributes", OPERATION, GONE, answer);
    if let Some(attributes) = answer.and_then(|answer| answer.attributes) {
        describe(&mut document, &attributes);
    }
    Some(document)
}

fn document(scope: &Scope, arn: &str, subscription: &Subscription) -> Document {
    let endpoint = subscription.endpoint().filter(|endpoint| endpoint.starts_with("arn:"));
    Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .needs(endpoint.and_then(arn::resource))
        .needs(subscription.topic_arn().and_then(arn::resource))
        .properties(json!({
            "Endpoint": endpoint,
            "Protocol": subscription.protocol(),
            "TopicArn": subscription.topic_arn(),
        }))
}

fn describe(document: &mut Document, attributes: &HashMap<String, String>) {
    let redrive = document_in(attributes, "RedrivePolicy");
    let dead_letters = redrive.as_ref().and_then(|policy| policy["deadLetterTargetArn"].as_str());
    let role = attributes.get("SubscriptionRoleArn");
    document.need(dead_letters.and_then(arn::resource));
    document.need(role.and_then(|role| arn::resource(role)));
    document.property("DeliveryPolicy", document_in(attributes, "DeliveryPolicy"));
    document.property("FilterPolicy", document_in(attributes, "FilterPolicy"));
    document.property("FilterPolicyScope", attributes.get("FilterPolicyScope"));
    document.property("RawMessageDelivery", flag(attributes, "RawMessageDelivery"));
    document.property("RedrivePolicy", redrive);
    document.property("SubscriptionRoleArn", role);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `ListSubscriptions`.
    const SUBSCRIPTIONS: &str = r#"<ListSubscriptionsResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
        <ListSubscriptionsResult><Subscriptions>
            <member><SubscriptionArn>arn:aws:sns:eu-west-1:111111111111:alerts:1</SubscriptionArn><Owner>111111111111</Owner>
                <Protocol>sqs</Protocol><Endpoint>arn:aws:sqs:eu-west-1:222222222222:inbox</Endpoint>
                <TopicArn>arn:aws:sns:eu-west-1:111111111111:alerts</TopicArn></member>
            <member><SubscriptionArn>arn:aws:sns:eu-west-1:111111111111:alerts:2</SubscriptionArn><Owner>111111111111</Owner>
                <Protocol>email</Protocol><Endpoint>zeus@olympus.example</Endpoint>
                <TopicArn>arn:aws:sns:eu-west-1:111111111111:alerts</TopicArn></member>
            <member><SubscriptionArn>PendingConfirmation</SubscriptionArn><Owner>111111111111</Owner>
                <Protocol>sms</Protocol><Endpoint>+15550100</Endpoint>
                <TopicArn>arn:aws:sns:eu-west-1:111111111111:alerts</TopicArn></member>
        </Subscriptions></ListSubscriptionsResult></ListSubscriptionsResponse>"#;

    /// From the API reference of `GetSubscriptionAttributes`.
    const ATTRIBUTES: &str = r#"<GetSubscriptionAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
        <GetSubscriptionAttributesResult><Attributes>
            <entry><key>Endpoint</key><value>zeus@olympus.example</value></entry>
            <entry><key>RawMessageDelivery</key><value>true</value></entry>
            <entry><key>PendingConfirmation</key><value>false</value></entry>
            <entry><key>FilterPolicy</key><value>{"kind":["order"]}</value></entry>
            <entry><key>RedrivePolicy</key>
                <value>{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111111111111:dead"}</value></entry>
        </Attributes></GetSubscriptionAttributesResult></GetSubscriptionAttributesResponse>"#;

    #[tokio::test]
    async fn documents_a_subscription_without_the_address_of_a_person() {
        let wire = Wire::default().on(&["Action=ListSubscriptions"], 200, SUBSCRIPTIONS).on(
            &["Action=GetSubscriptionAttributes"],
            200,
            ATTRIBUTES,
        );

        let listing = list(&Client::new(&wire.session()), &scope("sns")).await;

        let topic = "arn:aws:sns:eu-west-1:111111111111:alerts";
        let expected = |number: u8, endpoint: Option<&str>, protocol: &str| {
            let mut needed = vec![
                "111111111111:eu-west-1:AWS.SNS.Topic:arn~3Aaws~3Asns~3Aeu-west-1~3A111111111111~3Aalerts",
                "111111111111:eu-west-1:AWS.SQS.Queue:dead",
            ];
            let mut properties = json!({
                "FilterPolicy": {"kind": ["order"]},
                "Protocol": protocol,
                "RawMessageDelivery": true,
                "RedrivePolicy": {"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:111111111111:dead"},
                "TopicArn": topic,
            });
            if let Some(endpoint) = endpoint {
                needed.push("222222222222:eu-west-1:AWS.SQS.Queue:inbox");
                properties["Endpoint"] = json!(endpoint);
            }
            json!({
                "resource_type": "AWS::SNS::Subscription",
                "region": "eu-west-1",
                "native_id": format!("{topic}:{number}"),
                "arn": format!("{topic}:{number}"),
                "name": null,
                "state": "active",
                "native_state": null,
                "dependencies": needed,
                "tags": {},
                "created_at": null,
                "properties": properties,
            })
        };
        let queue = expected(1, Some("arn:aws:sqs:eu-west-1:222222222222:inbox"), "sqs");
        assert_eq!(found(&listing), json!([queue, expected(2, None, "email")]));
    }
}
