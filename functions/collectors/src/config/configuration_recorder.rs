//! Recorders, from `DescribeConfigurationRecorders` and `DescribeConfigurationRecorderStatus`.
//!
//! A region has at most one that a customer made; those of other services are not listed.

use crate::{
    arn,
    document::{Document, sorted},
    listing::{list_each, read_or_note},
};
use aws_sdk_config::{
    Client,
    types::{ConfigurationRecorder, RecorderStatus, RecordingGroup, RecordingMode},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Config::ConfigurationRecorder");

const OPERATION: &str = "config:DescribeConfigurationRecorders";
const GONE: &[&str] = &["NoSuchConfigurationRecorderException"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let recorders = match client.describe_configuration_recorders().send().await {
        Ok(answer) => (answer.configuration_recorders.unwrap_or_default(), None),
        Err(error) => (Vec::new(), Some(gap_of(OPERATION, &error))),
    };
    list_each(TYPE, OPERATION, recorders, |recorder| read(client, scope, recorder)).await
}

async fn read(client: &Client, scope: &Scope, recorder: ConfigurationRecorder) -> Option<Document> {
    let name = recorder.name()?;
    let mut document = document(scope, name, &recorder);
    let answer = client.describe_configuration_recorder_status().configuration_recorder_names(name).send().await;
    let operation = "config:DescribeConfigurationRecorderStatus";
    let answer = read_or_note(&mut document, "Recording", operation, GONE, answer);
    let Some(status) = answer.as_ref().and_then(|answer| answer.configuration_recorders_status().first()) else {
        return Some(document);
    };
    document.property("Recording", status.recording());
    let failed = status.last_status() == Some(&RecorderStatus::Failure);
    if failed {
        document.property("LastErrorCode", status.last_error_code());
    }
    let state = if failed { ResourceState::Failed } else { ResourceState::Active };
    Some(document.state(state, Some(if status.recording() { "recording" } else { "stopped" })))
}

fn document(scope: &Scope, name: &str, recorder: &ConfigurationRecorder) -> Document {
    Document::new(TYPE, scope, name)
        .arn(recorder.arn())
        .name(Some(name))
        .needs(recorder.role_arn().and_then(arn::resource))
        .properties(json!({
            "Name": name,
            "RecordingGroup": recorder.recording_group().map(group),
            "RecordingMode": recorder.recording_mode().map(mode),
            "RoleARN": recorder.role_arn(),
        }))
}

fn group(group: &RecordingGroup) -> Value {
    let excluded = group.exclusion_by_resource_types().map(|exclusion| exclusion.resource_types());
    json!({
        "AllSupported": group.all_supported(),
        "ExclusionByResourceTypes":
            {"ResourceTypes": sorted(excluded.unwrap_or_default().iter().map(|kind| kind.as_str()))},
        "IncludeGlobalResourceTypes": group.include_global_resource_types(),
        "RecordingStrategy":
            {"UseOnly": group.recording_strategy().and_then(|strategy| strategy.use_only()).map(|only| only.as_str())},
        "ResourceTypes": sorted(group.resource_types().iter().map(|kind| kind.as_str())),
    })
}

fn mode(mode: &RecordingMode) -> Value {
    json!({
        "RecordingFrequency": mode.recording_frequency().as_str(),
        "RecordingModeOverrides": sorted(mode.recording_mode_overrides().iter().map(|otherwise| json!({
            "RecordingFrequency": otherwise.recording_frequency().as_str(),
            "ResourceTypes": sorted(otherwise.resource_types().iter().map(|kind| kind.as_str())),
        }))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeConfigurationRecorders`.
    const RECORDERS: &str = r#"{"ConfigurationRecorders": [{
        "name": "default", "roleARN": "arn:aws:iam::111111111111:role/config",
        "arn": "arn:aws:config:eu-west-1:111111111111:configuration-recorder/default/abc",
        "recordingGroup": {"allSupported": false, "includeGlobalResourceTypes": false,
            "resourceTypes": [], "exclusionByResourceTypes": {"resourceTypes": ["AWS::EC2::Volume", "AWS::EC2::Instance"]},
            "recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"}},
        "recordingMode": {"recordingFrequency": "DAILY", "recordingModeOverrides": [
            {"description": "at once", "resourceTypes": ["AWS::IAM::Role"], "recordingFrequency": "CONTINUOUS"}]}}]}"#;

    /// From the API reference of `DescribeConfigurationRecorderStatus`.
    const STATUS: &str = r#"{"ConfigurationRecordersStatus": [{"name": "default", "recording": true,
        "lastStatus": "Failure", "lastErrorCode": "AccessDenied", "lastStatusChangeTime": 1700000000.0}]}"#;

    #[tokio::test]
    async fn documents_a_recorder_that_fails() {
        let wire = Wire::default().on(&["DescribeConfigurationRecorders"], 200, RECORDERS).on(
            &["DescribeConfigurationRecorderStatus"],
            200,
            STATUS,
        );

        let listing = list(&Client::new(&wire.session()), &scope("config")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Config::ConfigurationRecorder",
                "region": "eu-west-1",
                "native_id": "default",
                "arn": "arn:aws:config:eu-west-1:111111111111:configuration-recorder/default/abc",
                "name": "default",
                "state": "failed",
                "native_state": "recording",
                "dependencies": ["111111111111:global:AWS.IAM.Role:config"],
                "tags": {},
                "created_at": null,
                "properties": {
                    "LastErrorCode": "AccessDenied",
                    "Name": "default",
                    "Recording": true,
                    "RecordingGroup": {
                        "AllSupported": false,
                        "ExclusionByResourceTypes": {"ResourceTypes": ["AWS::EC2::Instance", "AWS::EC2::Volume"]},
                        "IncludeGlobalResourceTypes": false,
                        "RecordingStrategy": {"UseOnly": "EXCLUSION_BY_RESOURCE_TYPES"},
                    },
                    "RecordingMode": {
                        "RecordingFrequency": "DAILY",
                        "RecordingModeOverrides":
                            [{"RecordingFrequency": "CONTINUOUS", "ResourceTypes": ["AWS::IAM::Role"]}],
                    },
                    "RoleARN": "arn:aws:iam::111111111111:role/config",
                },
            }])
        );
    }
}
