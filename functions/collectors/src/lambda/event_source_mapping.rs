//! What polls a source for a function, from `ListEventSourceMappings`.
//!
//! When it last polled, and with what result, changes all the time, so it is left out.

use crate::{
    arn,
    document::{Document, sorted},
    listing::list_pages,
};
use aws_sdk_lambda::{Client, types::EventSourceMappingConfiguration as Mapping};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Lambda::EventSourceMapping");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.list_event_source_mappings().into_paginator().items().send();
    list_pages(TYPE, "lambda:ListEventSourceMappings", pages, |mapping| document(scope, &mapping)).await
}

fn document(scope: &Scope, mapping: &Mapping) -> Option<Document> {
    let id = mapping.uuid()?;
    let function = mapping.function_arn().and_then(arn::resource);
    let name = function.as_ref().map(|function| function.native_id.clone());
    let enabled = mapping.state().map(|state| !matches!(state, "Disabled" | "Disabling"));
    let on_failure = mapping.destination_config().and_then(|config| config.on_failure());
    let filters = mapping.filter_criteria().map(|criteria| criteria.filters()).unwrap_or_default();
    let document = Document::new(TYPE, scope, id)
        .arn_of("lambda", &format!("event-source-mapping:{id}"))
        .state(state(mapping.state()), mapping.state())
        .needs(function)
        .needs(mapping.event_source_arn().and_then(arn::resource))
        .needs(on_failure.and_then(|target| target.destination()).and_then(arn::resource))
        .needs(arn::key(scope, mapping.kms_key_arn()))
        .properties(json!({
            "BatchSize": mapping.batch_size(),
            "BisectBatchOnFunctionError": mapping.bisect_batch_on_function_error(),
            "DestinationConfig": {"OnFailure": {"Destination": on_failure.and_then(|target| target.destination())}},
            "Enabled": enabled,
            "EventSourceArn": mapping.event_source_arn(),
            "FilterCriteria": {"Filters": sorted(filters.iter().map(|filter| json!({"Pattern": filter.pattern()})))},
            "FunctionName": name,
            "FunctionResponseTypes": sorted(mapping.function_response_types().iter().map(|kind| kind.as_str())),
            "KmsKeyArn": mapping.kms_key_arn(),
            "MaximumBatchingWindowInSeconds": mapping.maximum_batching_window_in_seconds(),
            "MaximumRecordAgeInSeconds": mapping.maximum_record_age_in_seconds(),
            "MaximumRetryAttempts": mapping.maximum_retry_attempts(),
            "ParallelizationFactor": mapping.parallelization_factor(),
            "ScalingConfig": {
                "MaximumConcurrency": mapping.scaling_config().and_then(|config| config.maximum_concurrency()),
            },
            "StartingPosition": mapping.starting_position().map(|position| position.as_str()),
        }));
    Some(document)
}

fn state(state: Option<&str>) -> ResourceState {
    match state {
        Some("Creating") => ResourceState::Creating,
        Some("Updating" | "Enabling" | "Disabling") => ResourceState::Updating,
        Some("Deleting") => ResourceState::Deleting,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `ListEventSourceMappings`.
    const ANSWER: &str = r#"{"EventSourceMappings": [{
        "UUID": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111", "BatchSize": 5, "State": "Disabled",
        "StateTransitionReason": "USER_INITIATED", "LastModified": 1569284520.333,
        "LastProcessingResult": "No records processed", "MaximumBatchingWindowInSeconds": 0,
        "EventSourceArn": "arn:aws:sqs:eu-west-1:111111111111:mySQSqueue",
        "FunctionArn": "arn:aws:lambda:eu-west-1:111111111111:function:my-function"}]}"#;

    #[tokio::test]
    async fn needs_whatever_it_polls() {
        let sources = [
            (
                "arn:aws:dynamodb:eu-west-1:111111111111:table/orders/stream/2026-01-01T00:00:00.000",
                "AWS.DynamoDB.Table:orders",
            ),
            ("arn:aws:kinesis:eu-west-1:111111111111:stream/clicks", "AWS.Kinesis.Stream:clicks"),
            ("arn:aws:kinesis:eu-west-1:111111111111:stream/clicks/consumer/fan:1", "AWS.Kinesis.Stream:clicks"),
            ("arn:aws:rds:eu-west-1:111111111111:cluster:documents", "AWS.RDS.DBCluster:documents"),
        ];
        for (source, needed) in sources {
            let answer = ANSWER.replace("arn:aws:sqs:eu-west-1:111111111111:mySQSqueue", source);
            let wire = Wire::default().on(&["/2015-03-31/event-source-mappings"], 200, answer);

            let listing = list(&Client::new(&wire.session()), &scope("lambda")).await;

            let ids: Vec<_> = listing.found[0].dependencies.iter().map(ToString::to_string).collect();
            assert!(ids.contains(&format!("111111111111:eu-west-1:{needed}")), "{source}: {ids:?}");
        }
    }

    #[tokio::test]
    async fn documents_a_mapping() {
        let wire = Wire::default().on(&["/2015-03-31/event-source-mappings"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("lambda")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Lambda::EventSourceMapping",
                "region": "eu-west-1",
                "native_id": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
                "arn": "arn:aws:lambda:eu-west-1:111111111111:event-source-mapping:a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
                "name": null,
                "state": "active",
                "native_state": "Disabled",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.Lambda.Function:my-function",
                    "111111111111:eu-west-1:AWS.SQS.Queue:mySQSqueue",
                ],
                "tags": {},
                "created_at": null,
                "properties": {
                    "BatchSize": 5,
                    "Enabled": false,
                    "EventSourceArn": "arn:aws:sqs:eu-west-1:111111111111:mySQSqueue",
                    "FunctionName": "my-function",
                    "MaximumBatchingWindowInSeconds": 0,
                },
            }])
        );
    }
}
