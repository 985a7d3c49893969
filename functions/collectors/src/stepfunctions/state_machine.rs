//! State machines, from `ListStateMachines`, `DescribeStateMachine` and `ListTagsForResource`.
//!
//! What a definition hands to its steps may hold secrets: its digest is kept, which shows that it
//! changed, and the resources that its steps name.

use crate::{
    arn,
    document::{Document, neighbor, sorted, tags, when},
    listing::{is_one_of, list_each, read_or_note, read_pages},
};
use aws_sdk_sfn::{
    Client,
    error::SdkError,
    operation::describe_state_machine::{DescribeStateMachineError, DescribeStateMachineOutput},
    types::{IncludedData, StateMachineListItem, StateMachineStatus},
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub(super) const TYPE: TypeName = TypeName::new("AWS::StepFunctions::StateMachine");

const OPERATION: &str = "states:DescribeStateMachine";

/// What AWS answers about a state machine that was deleted since it was listed.
const GONE: &[&str] = &["StateMachineDoesNotExist", "ResourceNotFound"];

/// What AWS answers about a definition that is encrypted with a key which the role may not use.
const SEALED: &[&str] = &["KmsAccessDeniedException", "KmsInvalidStateException"];

const EVENT_BUS: TypeName = TypeName::new("AWS::Events::EventBus");
const FUNCTION: TypeName = TypeName::new("AWS::Lambda::Function");
const QUEUE: TypeName = TypeName::new("AWS::SQS::Queue");
const TABLE: TypeName = TypeName::new("AWS::DynamoDB::Table");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.list_state_machines().max_results(1_000).into_paginator().items().send();
    let machines = read_pages("states:ListStateMachines", pages).await;
    list_each(TYPE, OPERATION, machines, |machine| read(client, scope, machine)).await
}

async fn read(client: &Client, scope: &Scope, machine: StateMachineListItem) -> Option<Document> {
    let arn = machine.state_machine_arn();
    let mut document = listed(scope, &machine);
    match describe(client, arn, IncludedData::AllData).await {
        Ok(answer) => document = described(scope, document, &answer),
        Err(error) if is_one_of(&error, GONE) => return None,
        Err(error) if is_one_of(&error, SEALED) => {
            let answer = describe(client, arn, IncludedData::MetadataOnly).await;
            if let Some(answer) = read_or_note(&mut document, "DescribeStateMachine", OPERATION, GONE, answer) {
                document = described(scope, document, &answer);
                // The owner has not lent us the key, which is as it should be: no gap.
                document.property("DefinitionEncrypted", true);
            }
        }
        Err(error) => document.unread("DescribeStateMachine", gap_of(OPERATION, &error)),
    }
    let answer = client.list_tags_for_resource().resource_arn(arn).send().await;
    match read_or_note(&mut document, "Tags", "states:ListTagsForResource", GONE, answer) {
        Some(answer) => Some(document.tags(tags(answer.tags().iter().map(|tag| (tag.key(), tag.value()))))),
        None => Some(document),
    }
}

async fn describe(
    client: &Client,
    arn: &str,
    included: IncludedData,
) -> Result<DescribeStateMachineOutput, SdkError<DescribeStateMachineError, HttpResponse>> {
    client.describe_state_machine().state_machine_arn(arn).included_data(included).send().await
}

fn listed(scope: &Scope, machine: &StateMachineListItem) -> Document {
    Document::new(TYPE, scope, machine.state_machine_arn())
        .arn(Some(machine.state_machine_arn()))
        .name(Some(machine.name()))
        .created_at(when(Some(machine.creation_date())))
        .properties(json!({"StateMachineName": machine.name(), "StateMachineType": machine.r#type().as_str()}))
}

fn described(scope: &Scope, document: Document, machine: &DescribeStateMachineOutput) -> Document {
    let logging = machine.logging_configuration();
    let groups = || {
        let destinations = logging.map(|logging| logging.destinations()).unwrap_or_default().iter();
        destinations.filter_map(|destination| destination.cloud_watch_logs_log_group()?.log_group_arn())
    };
    let key = machine.encryption_configuration().and_then(|encryption| encryption.kms_key_id());
    let definition = Some(machine.definition()).filter(|definition| !definition.is_empty());
    let steps = definition.and_then(|definition| serde_json::from_str(definition).ok());
    document
        .state(state(machine.status()), machine.status().map(StateMachineStatus::as_str))
        .needs(arn::resource(machine.role_arn()))
        .needs(groups().filter_map(arn::resource))
        .needs(arn::key(scope, key))
        .needs(steps.map(|steps| used(scope, &steps)).unwrap_or_default())
        .properties(json!({
            "DefinitionSha256": definition.map(|definition| hex::encode(Sha256::digest(definition))),
            "EncryptionConfiguration": machine.encryption_configuration().map(|encryption| json!({
                "KmsDataKeyReusePeriodSeconds": encryption.kms_data_key_reuse_period_seconds(),
                "KmsKeyId": encryption.kms_key_id(),
                "Type": encryption.r#type().as_str(),
            })),
            "LoggingConfiguration": logging.map(|logging| json!({
                "Destinations":
                    sorted(groups().map(|group| json!({"CloudWatchLogsLogGroup": {"LogGroupArn": group}}))),
                "IncludeExecutionData": logging.include_execution_data(),
                "Level": logging.level().map(|level| level.as_str()),
            })),
            "RoleArn": machine.role_arn(),
            "StateMachineName": machine.name(),
            "StateMachineType": machine.r#type().as_str(),
            "TracingConfiguration": machine.tracing_configuration().map(|tracing| json!({"Enabled": tracing.enabled()})),
        }))
}

/// Returns the resources that the steps of a definition name, wherever they stand in it.
fn used(scope: &Scope, definition: &Value) -> Vec<ResourceId> {
    let entry = |(name, value): (&String, &Value)| match value {
        Value::String(text) => named(scope, name, text).into_iter().collect(),
        other => used(scope, other),
    };
    match definition {
        Value::Array(items) => items.iter().flat_map(|item| used(scope, item)).collect(),
        Value::Object(entries) => entries.iter().flat_map(entry).collect(),
        _ => Vec::new(),
    }
}

/// Returns the resource that one entry of a definition names; a path into the input names none.
fn named(scope: &Scope, entry: &str, text: &str) -> Option<ResourceId> {
    if text.starts_with("arn:") {
        return arn::resource(text);
    }
    let is_path = text.starts_with(['$', '{']);
    match entry {
        _ if is_path => None,
        "EventBusName" => Some(neighbor(scope, EVENT_BUS, text)),
        "FunctionName" => Some(neighbor(scope, FUNCTION, text.split(':').next().unwrap_or(text))),
        "QueueUrl" => {
            let mut parts = text.rsplit('/');
            let mut queue = neighbor(scope, QUEUE, parts.next()?);
            queue.account_id = parts.next()?.parse().ok()?;
            Some(queue)
        }
        "TableName" => Some(neighbor(scope, TABLE, text)),
        _ => None,
    }
}

fn state(status: Option<&StateMachineStatus>) -> ResourceState {
    match status {
        Some(StateMachineStatus::Deleting) => ResourceState::Deleting,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    const ARN: &str = "arn:aws:states:eu-west-1:111111111111:stateMachine:ship";

    /// From the API reference of `ListStateMachines`.
    const MACHINES: &str = r#"{"stateMachines": [{
        "stateMachineArn": "arn:aws:states:eu-west-1:111111111111:stateMachine:ship", "name": "ship",
        "type": "STANDARD", "creationDate": 1700000000}]}"#;

    const DEFINITION: &str = r#"{"StartAt": "Pack", "States": {
        "Pack": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111111111111:function:pack:live", "Next": "Tell"},
        "Tell": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "Note", "Parameters": {
            "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/222222222222/told", "MessageBody": "hunter2"}},
        "Note": {"Type": "Map", "ItemProcessor": {"States": {"Put": {
            "Resource": "arn:aws:states:::dynamodb:putItem", "Parameters": {"TableName": "parcels"}}}}, "End": true}}}"#;

    /// From the API reference of `DescribeStateMachine`.
    fn machine(definition: &str) -> String {
        let mut machine = json!({
            "stateMachineArn": ARN, "name": "ship", "status": "ACTIVE", "type": "STANDARD", "creationDate": 1_700_000_000,
            "roleArn": "arn:aws:iam::111111111111:role/ship",
            "loggingConfiguration": {"level": "ERROR", "includeExecutionData": false, "destinations": [
                {"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:/ship:*"}}]},
            "tracingConfiguration": {"enabled": true}, "revisionId": "1",
            "encryptionConfiguration":
                {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "abcd", "kmsDataKeyReusePeriodSeconds": 300},
        });
        machine["definition"] = json!(definition);
        machine.to_string()
    }

    fn wire() -> Wire {
        let tags = r#"{"tags": [{"key": "team", "value": "shop"}]}"#;
        Wire::default().on(&["AWSStepFunctions.ListStateMachines"], 200, MACHINES).on(
            &["AWSStepFunctions.ListTagsForResource", ARN],
            200,
            tags,
        )
    }

    async fn listing(wire: &Wire) -> Listing {
        list(&Client::new(&wire.session()), &scope("stepfunctions")).await
    }

    #[tokio::test]
    async fn documents_a_state_machine_by_what_it_uses() {
        let wire = wire().on(&["AWSStepFunctions.DescribeStateMachine"], 200, machine(DEFINITION));

        assert_eq!(
            found(&listing(&wire).await),
            json!([{
                "resource_type": "AWS::StepFunctions::StateMachine",
                "region": "eu-west-1",
                "native_id": ARN,
                "arn": ARN,
                "name": "ship",
                "state": "active",
                "native_state": "ACTIVE",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.DynamoDB.Table:parcels",
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.Lambda.Function:pack",
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Fship",
                    "111111111111:global:AWS.IAM.Role:ship",
                    "222222222222:eu-west-1:AWS.SQS.Queue:told",
                ],
                "tags": {"team": "shop"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "DefinitionSha256": hex::encode(Sha256::digest(DEFINITION)),
                    "EncryptionConfiguration": {
                        "KmsDataKeyReusePeriodSeconds": 300,
                        "KmsKeyId": "abcd",
                        "Type": "CUSTOMER_MANAGED_KMS_KEY",
                    },
                    "LoggingConfiguration": {
                        "Destinations": [{"CloudWatchLogsLogGroup":
                            {"LogGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:/ship:*"}}],
                        "IncludeExecutionData": false,
                        "Level": "ERROR",
                    },
                    "RoleArn": "arn:aws:iam::111111111111:role/ship",
                    "StateMachineName": "ship",
                    "StateMachineType": "STANDARD",
                    "TracingConfiguration": {"Enabled": true},
                },
            }])
        );
    }

    #[tokio::test]
    async fn reads_all_but_the_definition_where_that_is_sealed_with_a_key() {
        let sealed = r#"{"__type": "KmsAccessDeniedException", "message": "no"}"#;
        let wire = wire().on(&["DescribeStateMachine", "METADATA_ONLY"], 200, machine("")).on(
            &["DescribeStateMachine"],
            400,
            sealed,
        );

        let listing = listing(&wire).await;

        assert_eq!(listing.gaps, []);
        let properties = &listing.found[0].properties;
        assert_eq!((&properties["DefinitionEncrypted"], properties.get("DefinitionSha256")), (&json!(true), None));
    }

    #[tokio::test]
    async fn keeps_a_state_machine_that_it_may_not_describe() {
        let wire = wire().on(&["DescribeStateMachine"], 400, r#"{"__type": "AccessDeniedException"}"#);

        let listing = listing(&wire).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["DescribeStateMachine"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }

    #[test]
    fn takes_no_path_for_a_name() {
        let entries = json!({"FunctionName": "$.function", "TableName": "{% $table %}", "Comment": "TableName"});

        assert_eq!(used(&scope("stepfunctions"), &entries), []);
    }
}
