//! Buses, from `ListEventBuses`, `DescribeEventBus` and `ListTagsForResource`.

use super::{GONE, buses, read_tags};
use crate::{
    arn,
    document::{Document, json_text, when},
    listing::{list_each, read_or_note},
};
use aws_sdk_eventbridge::{Client, operation::describe_event_bus::DescribeEventBusOutput, types::EventBus};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Events::EventBus");

const OPERATION: &str = "events:DescribeEventBus";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    list_each(TYPE, OPERATION, buses(client).await, |bus| read(client, scope, bus)).await
}

async fn read(client: &Client, scope: &Scope, bus: EventBus) -> Option<Document> {
    let (name, arn) = (bus.name()?, bus.arn()?);
    let mut document = Document::new(TYPE, scope, name)
        .arn(Some(arn))
        .name(Some(name))
        .created_at(when(bus.creation_time()))
        .properties(json!({
            "Description": bus.description(),
            "ManagedBy": bus.managed_by(),
            "Name": name,
            "Policy": bus.policy().map(json_text),
        }));
    let answer = client.describe_event_bus().name(name).send().await;
    if let Some(answer) = read_or_note(&mut document, "DescribeEventBus", OPERATION, GONE, answer) {
        describe(scope, &mut document, &answer);
    }
    Some(read_tags(client, arn, document).await)
}

/// Adds what the list leaves out.
fn describe(scope: &Scope, document: &mut Document, bus: &DescribeEventBusOutput) {
    let dead_letters = bus.dead_letter_config().and_then(|config| config.arn());
    document.need(dead_letters.and_then(arn::resource));
    document.need(arn::key(scope, bus.kms_key_identifier()));
    document.property("DeadLetterConfig", json!({"Arn": dead_letters}));
    document.property("KmsKeyIdentifier", bus.kms_key_identifier());
    document.property(
        "LogConfig",
        bus.log_config().map(|config| {
            json!({
                "IncludeDetail": config.include_detail().map(|detail| detail.as_str()),
                "Level": config.level().map(|level| level.as_str()),
            })
        }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListEventBuses`.
    const BUSES: &str = r#"{"EventBuses": [{
        "Name": "orders", "Arn": "arn:aws:events:eu-west-1:111111111111:event-bus/orders", "CreationTime": 1700000000,
        "Policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"}]}"}]}"#;

    /// From the API reference of `DescribeEventBus`.
    const BUS: &str = r#"{
        "Name": "orders", "Arn": "arn:aws:events:eu-west-1:111111111111:event-bus/orders",
        "KmsKeyIdentifier": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
        "DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-west-1:111111111111:dead"},
        "LogConfig": {"IncludeDetail": "NONE", "Level": "ERROR"}}"#;

    fn wire() -> Wire {
        Wire::default().on(&["AWSEvents.ListEventBuses"], 200, BUSES).on(
            &["AWSEvents.ListTagsForResource"],
            200,
            r#"{"Tags": [{"Key": "team", "Value": "shop"}]}"#,
        )
    }

    #[tokio::test]
    async fn documents_a_bus() {
        let wire = wire().on(&["AWSEvents.DescribeEventBus"], 200, BUS);

        let listing = list(&Client::new(&wire.session()), &scope("eventbridge")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Events::EventBus",
                "region": "eu-west-1",
                "native_id": "orders",
                "arn": "arn:aws:events:eu-west-1:111111111111:event-bus/orders",
                "name": "orders",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.SQS.Queue:dead",
                ],
                "tags": {"team": "shop"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-west-1:111111111111:dead"},
                    "KmsKeyIdentifier": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "LogConfig": {"IncludeDetail": "NONE", "Level": "ERROR"},
                    "Name": "orders",
                    "Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]},
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_bus_that_it_may_not_describe() {
        let wire = wire().on(&["AWSEvents.DescribeEventBus"], 400, r#"{"__type": "AccessDeniedException"}"#);

        let listing = list(&Client::new(&wire.session()), &scope("eventbridge")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["DescribeEventBus"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }
}
