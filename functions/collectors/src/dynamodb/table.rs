//! Tables, from `ListTables`, `DescribeTable`, `DescribeContinuousBackups`, `DescribeTimeToLive` and
//! `ListTagsOfResource`.
//!
//! The count and size of items change every few hours by themselves, so they are left out.

use crate::{
    arn,
    document::{Document, sorted, tags, when},
    listing::{is_one_of, list_each, read_or_note, read_pages},
};
use aws_sdk_dynamodb::{
    Client,
    types::{
        KeySchemaElement, PointInTimeRecoveryStatus, Projection, ProvisionedThroughputDescription, SseStatus,
        TableDescription, TableStatus, Tag, TimeToLiveStatus,
    },
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::DynamoDB::Table");

/// What AWS answers about a table that was deleted since it was listed.
const GONE: &[&str] = &["ResourceNotFoundException", "TableNotFoundException"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.list_tables().into_paginator().items().send();
    let names = read_pages("dynamodb:ListTables", pages).await;
    list_each(TYPE, "dynamodb:DescribeTable", names, |name| read(client, scope, name)).await
}

pub(super) async fn named(client: &Client, scope: &Scope, names: &[String]) -> Listing {
    list_each(TYPE, "dynamodb:DescribeTable", (names.to_vec(), None), |name| read(client, scope, name)).await
}

async fn read(client: &Client, scope: &Scope, name: String) -> Option<Document> {
    let operation = "dynamodb:DescribeTable";
    let mut document = match client.describe_table().table_name(&name).send().await {
        Ok(answer) => document(scope, &name, answer.table()),
        Err(error) if is_one_of(&error, GONE) => return None,
        Err(error) => {
            // That the table exists is known from the list, and worth keeping.
            let mut document = document(scope, &name, None);
            document.unread("DescribeTable", gap_of(operation, &error));
            document
        }
    };
    read_recovery(client, &name, &mut document).await;
    read_time_to_live(client, &name, &mut document).await;
    Some(read_tags(client, scope, &name, document).await)
}

async fn read_recovery(client: &Client, name: &str, document: &mut Document) {
    let property = "PointInTimeRecoverySpecification";
    let answer = client.describe_continuous_backups().table_name(name).send().await;
    let answer = read_or_note(document, property, "dynamodb:DescribeContinuousBackups", GONE, answer);
    let backups = answer.as_ref().and_then(|answer| answer.continuous_backups_description());
    let Some(recovery) = backups.and_then(|backups| backups.point_in_time_recovery_description()) else { return };
    let enabled = recovery.point_in_time_recovery_status() == Some(&PointInTimeRecoveryStatus::Enabled);
    document.property(
        property,
        json!({
            "PointInTimeRecoveryEnabled": enabled,
            "RecoveryPeriodInDays": recovery.recovery_period_in_days(),
        }),
    );
}

async fn read_time_to_live(client: &Client, name: &str, document: &mut Document) {
    let property = "TimeToLiveSpecification";
    let answer = client.describe_time_to_live().table_name(name).send().await;
    let answer = read_or_note(document, property, "dynamodb:DescribeTimeToLive", GONE, answer);
    let Some(ttl) = answer.as_ref().and_then(|answer| answer.time_to_live_description()) else { return };
    let enabled = matches!(ttl.time_to_live_status(), Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling));
    document.property(property, json!({"AttributeName": ttl.attribute_name(), "Enabled": enabled}));
}

async fn read_tags(client: &Client, scope: &Scope, name: &str, mut document: Document) -> Document {
    let arn = crate::document::built_arn(scope, "dynamodb", &format!("table/{name}"));
    let mut all: Vec<Tag> = Vec::new();
    let mut next = None;
    loop {
        let answer = client.list_tags_of_resource().resource_arn(&arn).set_next_token(next).send().await;
        let answer = read_or_note(&mut document, "Tags", "dynamodb:ListTagsOfResource", GONE, answer);
        let Some(answer) = answer else { break };
        all.extend_from_slice(answer.tags());
        next = answer.next_token;
        if next.is_none() {
            break;
        }
    }
    document.tags(tags(all.iter().map(|tag| (tag.key(), tag.value()))))
}

fn document(scope: &Scope, name: &str, table: Option<&TableDescription>) -> Document {
    let document = Document::new(TYPE, scope, name)
        .arn_of("dynamodb", &format!("table/{name}"))
        .name(Some(name))
        .properties(json!({"TableName": name}));
    let Some(table) = table else { return document };
    let key = table.sse_description().and_then(|sse| sse.kms_master_key_arn());
    document
        .state(state(table.table_status()), table.table_status().map(TableStatus::as_str))
        .created_at(when(table.creation_date_time()))
        .needs(arn::key(scope, key))
        .properties(properties(name, table))
}

fn properties(name: &str, table: &TableDescription) -> Value {
    let billing = table.billing_mode_summary().and_then(|billing| billing.billing_mode());
    json!({
        "AttributeDefinitions": sorted(table.attribute_definitions().iter().map(|attribute| json!({
            "AttributeName": attribute.attribute_name(),
            "AttributeType": attribute.attribute_type().as_str(),
        }))),
        "BillingMode": billing.map_or("PROVISIONED", |mode| mode.as_str()),
        "DeletionProtectionEnabled": table.deletion_protection_enabled(),
        "GlobalSecondaryIndexes": sorted(table.global_secondary_indexes().iter().map(|index| json!({
            "IndexName": index.index_name(),
            "KeySchema": keys(index.key_schema()),
            "Projection": index.projection().map(projection),
            "ProvisionedThroughput": index.provisioned_throughput().and_then(throughput),
        }))),
        "KeySchema": keys(table.key_schema()),
        "LocalSecondaryIndexes": sorted(table.local_secondary_indexes().iter().map(|index| json!({
            "IndexName": index.index_name(),
            "KeySchema": keys(index.key_schema()),
            "Projection": index.projection().map(projection),
        }))),
        "ProvisionedThroughput": table.provisioned_throughput().and_then(throughput),
        "Replicas": sorted(table.replicas().iter().filter_map(|replica| replica.region_name())),
        "SSESpecification": table.sse_description().map(|sse| json!({
            "KMSMasterKeyId": sse.kms_master_key_arn(),
            "SSEEnabled": matches!(sse.status(), Some(SseStatus::Enabled | SseStatus::Enabling | SseStatus::Updating)),
            "SSEType": sse.sse_type().map(|kind| kind.as_str()),
        })),
        "StreamSpecification": table.stream_specification().map(|stream| json!({
            "StreamEnabled": stream.stream_enabled(),
            "StreamViewType": stream.stream_view_type().map(|kind| kind.as_str()),
        })),
        "TableClass": table.table_class_summary().and_then(|class| class.table_class()).map(|class| class.as_str()),
        "TableName": name,
    })
}

/// The order of a key means something: the partition key comes first.
fn keys(keys: &[KeySchemaElement]) -> Value {
    let keys = keys.iter();
    keys.map(|key| json!({"AttributeName": key.attribute_name(), "KeyType": key.key_type().as_str()})).collect()
}

fn projection(projection: &Projection) -> Value {
    json!({
        "NonKeyAttributes": sorted(projection.non_key_attributes()),
        "ProjectionType": projection.projection_type().map(|kind| kind.as_str()),
    })
}

/// A table that is billed by request has no throughput, which AWS writes as zero.
fn throughput(given: &ProvisionedThroughputDescription) -> Option<Value> {
    let (read, write) = (given.read_capacity_units()?, given.write_capacity_units()?);
    (read > 0 || write > 0).then(|| json!({"ReadCapacityUnits": read, "WriteCapacityUnits": write}))
}

fn state(status: Option<&TableStatus>) -> ResourceState {
    match status {
        Some(TableStatus::Creating) => ResourceState::Creating,
        Some(TableStatus::Updating | TableStatus::Archiving) => ResourceState::Updating,
        Some(TableStatus::Deleting) => ResourceState::Deleting,
        Some(TableStatus::InaccessibleEncryptionCredentials) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeTable`.
    const TABLE: &str = r#"{"Table": {
        "TableName": "orders", "TableStatus": "ACTIVE", "CreationDateTime": 1700000000.5,
        "TableArn": "arn:aws:dynamodb:eu-west-1:111111111111:table/orders", "TableSizeBytes": 1000, "ItemCount": 7,
        "AttributeDefinitions": [
            {"AttributeName": "sk", "AttributeType": "S"}, {"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
        "ProvisionedThroughput": {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0, "NumberOfDecreasesToday": 0},
        "GlobalSecondaryIndexes": [{"IndexName": "by-sk", "IndexStatus": "ACTIVE", "ItemCount": 7,
            "KeySchema": [{"AttributeName": "sk", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"},
            "ProvisionedThroughput": {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}}],
        "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS",
            "KMSMasterKeyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd"},
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"},
        "DeletionProtectionEnabled": false}}"#;

    fn wire() -> Wire {
        Wire::default()
            .on(&["DynamoDB_20120810.ListTables"], 200, r#"{"TableNames": ["orders"]}"#)
            .on(&["DynamoDB_20120810.DescribeTable"], 200, TABLE)
            .on(
                &["DynamoDB_20120810.DescribeTimeToLive"],
                200,
                r#"{"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}}"#,
            )
            .on(
                &["DynamoDB_20120810.ListTagsOfResource", "table/orders"],
                200,
                r#"{"Tags": [{"Key": "env", "Value": "prod"}]}"#,
            )
    }

    #[tokio::test]
    async fn documents_a_table() {
        let wire = wire().on(
            &["DynamoDB_20120810.DescribeContinuousBackups"],
            200,
            r#"{"ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED",
                "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": 35,
                    "LatestRestorableDateTime": 1700000001}}}"#,
        );

        let listing = list(&Client::new(&wire.session()), &scope("dynamodb")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::DynamoDB::Table",
                "region": "eu-west-1",
                "native_id": "orders",
                "arn": "arn:aws:dynamodb:eu-west-1:111111111111:table/orders",
                "name": "orders",
                "state": "active",
                "native_state": "ACTIVE",
                "dependencies": ["111111111111:eu-west-1:AWS.KMS.Key:abcd"],
                "tags": {"env": "prod"},
                "created_at": "2023-11-14T22:13:20.500Z",
                "properties": {
                    "AttributeDefinitions": [
                        {"AttributeName": "pk", "AttributeType": "S"},
                        {"AttributeName": "sk", "AttributeType": "S"},
                    ],
                    "BillingMode": "PAY_PER_REQUEST",
                    "DeletionProtectionEnabled": false,
                    "GlobalSecondaryIndexes": [{
                        "IndexName": "by-sk",
                        "KeySchema": [{"AttributeName": "sk", "KeyType": "HASH"}],
                        "Projection": {"ProjectionType": "ALL"},
                    }],
                    "KeySchema": [
                        {"AttributeName": "pk", "KeyType": "HASH"},
                        {"AttributeName": "sk", "KeyType": "RANGE"},
                    ],
                    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 35},
                    "SSESpecification": {
                        "KMSMasterKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                        "SSEEnabled": true,
                        "SSEType": "KMS",
                    },
                    "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"},
                    "TableName": "orders",
                    "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": true},
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_table_whose_backups_it_may_not_read() {
        let wire = wire().on(
            &["DynamoDB_20120810.DescribeContinuousBackups"],
            400,
            r#"{"__type": "com.amazon.coral.service#AccessDeniedException", "Message": "no"}"#,
        );

        let listing = list(&Client::new(&wire.session()), &scope("dynamodb")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["PointInTimeRecoverySpecification"]));
        let told: Vec<_> = listing.gaps.iter().map(|gap| (gap.operation.as_str(), gap.reason)).collect();
        assert_eq!(told, [("dynamodb:DescribeContinuousBackups", GapReason::Denied)]);
    }

    #[tokio::test]
    async fn forgets_a_table_that_was_deleted_meanwhile() {
        let gone = r#"{"__type": "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "message": "no"}"#;
        let wire = Wire::default().on(&["DynamoDB_20120810.ListTables"], 200, r#"{"TableNames": ["orders"]}"#).on(
            &["DynamoDB_20120810.DescribeTable"],
            400,
            gone,
        );

        let listing = list(&Client::new(&wire.session()), &scope("dynamodb")).await;

        assert!(listing.found.is_empty() && listing.gaps.is_empty());
    }
}
