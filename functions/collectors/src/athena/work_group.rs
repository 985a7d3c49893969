//! Workgroups, from `ListWorkGroups`, `GetWorkGroup` and `ListTagsForResource`.

use super::{GONE, read_tags};
use crate::{
    arn,
    document::{Document, neighbor, when},
    listing::{is_one_of, list_each, read_pages},
};
use aws_sdk_athena::{
    Client,
    types::{ResultConfiguration, WorkGroup, WorkGroupConfiguration, WorkGroupState, WorkGroupSummary},
};
use aws_smithy_async::future::pagination_stream::TryFlatMap;
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceId,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Athena::WorkGroup");

const OPERATION: &str = "athena:GetWorkGroup";
const BUCKET: TypeName = TypeName::new("AWS::S3::Bucket");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.list_work_groups().into_paginator().send();
    let pages = TryFlatMap::new(pages).flat_map(|page| page.work_groups.unwrap_or_default());
    let groups = read_pages("athena:ListWorkGroups", pages).await;
    list_each(TYPE, OPERATION, groups, |group| read(client, scope, group)).await
}

async fn read(client: &Client, scope: &Scope, listed: WorkGroupSummary) -> Option<Document> {
    let name = listed.name()?;
    let resource = format!("workgroup/{name}");
    let begun = Document::new(TYPE, scope, name)
        .arn_of("athena", &resource)
        .name(Some(name))
        .created_at(when(listed.creation_time()));
    let document = match client.get_work_group().work_group(name).send().await {
        Ok(answer) => described(scope, begun, answer.work_group()?),
        Err(error) if is_one_of(&error, GONE) => return None,
        Err(error) => {
            // That the workgroup exists is known from the list, and worth keeping.
            let mut document = begun.properties(json!({
                "Name": name,
                "State": listed.state().map(WorkGroupState::as_str),
            }));
            document.unread("GetWorkGroup", gap_of(OPERATION, &error));
            document
        }
    };
    Some(read_tags(client, &resource, document).await)
}

fn described(scope: &Scope, document: Document, group: &WorkGroup) -> Document {
    document
        .needs(group.configuration().map(|configuration| needs(scope, configuration)).unwrap_or_default())
        .properties(json!({
            "Description": group.description(),
            "Name": group.name(),
            "State": group.state().map(WorkGroupState::as_str),
            "WorkGroupConfiguration": group.configuration().map(configuration),
        }))
}

fn needs(scope: &Scope, configuration: &WorkGroupConfiguration) -> Vec<ResourceId> {
    let results = configuration.result_configuration();
    // Results are kept in the region of the query.
    let bucket = results.and_then(|results| results.output_location()?.strip_prefix("s3://")?.split('/').next());
    let managed = configuration.managed_query_results_configuration();
    let keys = [
        results.and_then(|results| results.encryption_configuration()?.kms_key()),
        managed.and_then(|managed| Some(managed.encryption_configuration()?.kms_key())),
        configuration.customer_content_encryption_configuration().map(|encryption| encryption.kms_key()),
    ];
    let keys = keys.into_iter().filter_map(|key| arn::key(scope, key));
    let role = configuration.execution_role().and_then(arn::resource);
    keys.chain(role).chain(bucket.map(|name| neighbor(scope, BUCKET, name))).collect()
}

fn configuration(configuration: &WorkGroupConfiguration) -> Value {
    let managed = configuration.managed_query_results_configuration();
    json!({
        "BytesScannedCutoffPerQuery": configuration.bytes_scanned_cutoff_per_query(),
        "CustomerContentEncryptionConfiguration": {
            "KmsKey":
                configuration.customer_content_encryption_configuration().map(|encryption| encryption.kms_key()),
        },
        "EnforceWorkGroupConfiguration": configuration.enforce_work_group_configuration(),
        "EngineVersion": {
            "SelectedEngineVersion":
                configuration.engine_version().and_then(|version| version.selected_engine_version()),
        },
        "ExecutionRole": configuration.execution_role(),
        "ManagedQueryResultsConfiguration": managed.map(|managed| json!({
            "Enabled": managed.enabled(),
            "KmsKey": managed.encryption_configuration().map(|encryption| encryption.kms_key()),
        })),
        "PublishCloudWatchMetricsEnabled": configuration.publish_cloud_watch_metrics_enabled(),
        "RequesterPaysEnabled": configuration.requester_pays_enabled(),
        "ResultConfiguration": configuration.result_configuration().map(results),
    })
}

fn results(results: &ResultConfiguration) -> Value {
    json!({
        "AclConfiguration": {
            "S3AclOption": results.acl_configuration().map(|acl| acl.s3_acl_option().as_str()),
        },
        "EncryptionConfiguration": results.encryption_configuration().map(|encryption| json!({
            "EncryptionOption": encryption.encryption_option().as_str(),
            "KmsKey": encryption.kms_key(),
        })),
        "ExpectedBucketOwner": results.expected_bucket_owner(),
        "OutputLocation": results.output_location(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListWorkGroups`.
    const GROUPS: &str = r#"{"WorkGroups": [{"Name": "analysts", "State": "ENABLED", "CreationTime": 1700000000}]}"#;

    /// From the API reference of `GetWorkGroup`.
    const GROUP: &str = r#"{"WorkGroup": {
        "Name": "analysts", "State": "ENABLED", "Description": "who asks", "CreationTime": 1700000000, "Configuration": {
            "ResultConfiguration": {"OutputLocation": "s3://results/analysts/", "EncryptionConfiguration":
                {"EncryptionOption": "SSE_KMS", "KmsKey": "arn:aws:kms:eu-west-1:111111111111:key/abcd"}},
            "EnforceWorkGroupConfiguration": true, "PublishCloudWatchMetricsEnabled": false,
            "BytesScannedCutoffPerQuery": 10000000, "RequesterPaysEnabled": false,
            "EngineVersion": {"SelectedEngineVersion": "AUTO", "EffectiveEngineVersion": "Athena engine version 3"}}}}"#;

    fn wire() -> Wire {
        Wire::default().on(&["AmazonAthena.ListWorkGroups"], 200, GROUPS).on(
            &["AmazonAthena.ListTagsForResource", "workgroup/analysts"],
            200,
            r#"{"Tags": [{"Key": "team", "Value": "data"}]}"#,
        )
    }

    #[tokio::test]
    async fn documents_a_workgroup() {
        let wire = wire().on(&["AmazonAthena.GetWorkGroup"], 200, GROUP);

        let listing = list(&Client::new(&wire.session()), &scope("athena")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Athena::WorkGroup",
                "region": "eu-west-1",
                "native_id": "analysts",
                "arn": "arn:aws:athena:eu-west-1:111111111111:workgroup/analysts",
                "name": "analysts",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.S3.Bucket:results",
                ],
                "tags": {"team": "data"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "Description": "who asks",
                    "Name": "analysts",
                    "State": "ENABLED",
                    "WorkGroupConfiguration": {
                        "BytesScannedCutoffPerQuery": 10_000_000,
                        "EnforceWorkGroupConfiguration": true,
                        "EngineVersion": {"SelectedEngineVersion": "AUTO"},
                        "PublishCloudWatchMetricsEnabled": false,
                        "RequesterPaysEnabled": false,
                        "ResultConfiguration": {
                            "EncryptionConfiguration": {
                                "EncryptionOption": "SSE_KMS",
                                "KmsKey": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                            },
                            "OutputLocation": "s3://results/analysts/",
                        },
                    },
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_workgroup_that_it_may_not_read() {
        let denied = r#"{"__type": "AccessDeniedException", "Message": "no"}"#;
        let wire = wire().on(&["AmazonAthena.GetWorkGroup"], 400, denied);

        let listing = list(&Client::new(&wire.session()), &scope("athena")).await;

        let properties = json!({"Name": "analysts", "State": "ENABLED", "Unread": ["GetWorkGroup"]});
        assert_eq!((&listing.found[0].properties, listing.gaps[0].reason), (&properties, GapReason::Denied));
    }
}
