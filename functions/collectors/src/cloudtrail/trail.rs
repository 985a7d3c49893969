//! Trails, from `DescribeTrails`, `GetTrailStatus`, `GetEventSelectors`, `GetInsightSelectors` and
//! `ListTags`.
//!
//! When a trail delivered last changes every few minutes, so only why it could not is kept.

use crate::{
    arn,
    document::{Document, sorted, tags},
    listing::{list_each, read_or_note},
};
use aws_sdk_cloudtrail::{
    Client,
    types::{AdvancedEventSelector, AdvancedFieldSelector, EventSelector, Trail},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::CloudTrail::Trail");

const OPERATION: &str = "cloudtrail:DescribeTrails";
const GONE: &str = "TrailNotFoundException";
const BUCKET: TypeName = TypeName::new("AWS::S3::Bucket");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    // Shadows are trails of other regions, and those of the organization as its members see them.
    let (mut trails, gap) = match client.describe_trails().include_shadow_trails(false).send().await {
        Ok(answer) => (answer.trail_list.unwrap_or_default(), None),
        Err(error) => (Vec::new(), Some(gap_of(OPERATION, &error))),
    };
    trails.retain(|trail| trail.home_region().is_none_or(|home| home == scope.region.as_str()));
    list_each(TYPE, OPERATION, (trails, gap), |trail| read(client, scope, trail)).await
}

async fn read(client: &Client, scope: &Scope, trail: Trail) -> Option<Document> {
    let (name, arn) = (trail.name()?, trail.trail_arn()?);
    let mut document = read_status(client, arn, document(scope, name, &trail)).await;
    read_event_selectors(client, arn, &mut document).await;
    if trail.has_insight_selectors() == Some(true) {
        read_insight_selectors(client, arn, &mut document).await;
    }
    Some(read_tags(client, arn, document).await)
}

async fn read_status(client: &Client, arn: &str, mut document: Document) -> Document {
    let answer = client.get_trail_status().name(arn).send().await;
    let answer = read_or_note(&mut document, "IsLogging", "cloudtrail:GetTrailStatus", &[GONE], answer);
    let Some(status) = answer else { return document };
    document.property("IsLogging", status.is_logging());
    document.property("LatestCloudWatchLogsDeliveryError", status.latest_cloud_watch_logs_delivery_error());
    document.property("LatestDeliveryError", status.latest_delivery_error());
    document.property("LatestDigestDeliveryError", status.latest_digest_delivery_error());
    let native = if status.is_logging() == Some(true) { "logging" } else { "stopped" };
    document.state(ResourceState::Active, Some(native))
}

async fn read_event_selectors(client: &Client, arn: &str, document: &mut Document) {
    let answer = client.get_event_selectors().trail_name(arn).send().await;
    let answer = read_or_note(document, "EventSelectors", "cloudtrail:GetEventSelectors", &[GONE], answer);
    let Some(answer) = answer else { return };
    document.property("EventSelectors", sorted(answer.event_selectors().iter().map(event_selector)));
    let advanced = answer.advanced_event_selectors().iter().map(advanced_event_selector);
    document.property("AdvancedEventSelectors", sorted(advanced));
}

async fn read_insight_selectors(client: &Client, arn: &str, document: &mut Document) {
    let absent = ["InsightNotEnabledException", GONE];
    let answer = client.get_insight_selectors().trail_name(arn).send().await;
    let answer = read_or_note(document, "InsightSelectors", "cloudtrail:GetInsightSelectors", &absent, answer);
    let Some(answer) = answer else { return };
    let selectors = answer.insight_selectors().iter().map(|selector| {
        json!({
            "EventCategories": sorted(selector.event_categories().iter().map(|category| category.as_str())),
            "InsightType": selector.insight_type().map(|kind| kind.as_str()),
        })
    });
    document.property("InsightSelectors", sorted(selectors));
}

async fn read_tags(client: &Client, arn: &str, mut document: Document) -> Document {
    let mut pages = client.list_tags().resource_id_list(arn).into_paginator().items().send();
    let mut all = Vec::new();
    while let Some(item) = pages.next().await {
        match read_or_note(&mut document, "Tags", "cloudtrail:ListTags", &[GONE], item) {
            Some(resource) => all.extend(resource.tags_list.unwrap_or_default()),
            None => break,
        }
    }
    document.tags(tags(all.iter().map(|tag| (tag.key(), tag.value()))))
}

fn document(scope: &Scope, name: &str, trail: &Trail) -> Document {
    let named = [trail.cloud_watch_logs_log_group_arn(), trail.cloud_watch_logs_role_arn(), trail.sns_topic_arn()];
    Document::new(TYPE, scope, name)
        .arn(trail.trail_arn())
        .name(Some(name))
        .needs(named.into_iter().flatten().filter_map(arn::resource))
        .needs(arn::key(scope, trail.kms_key_id()))
        // The bucket may be anywhere, which the trail does not say; most are beside their trail.
        .needs_here(BUCKET, trail.s3_bucket_name())
        .properties(json!({
            "CloudWatchLogsLogGroupArn": trail.cloud_watch_logs_log_group_arn(),
            "CloudWatchLogsRoleArn": trail.cloud_watch_logs_role_arn(),
            "EnableLogFileValidation": trail.log_file_validation_enabled(),
            "HomeRegion": trail.home_region(),
            "IncludeGlobalServiceEvents": trail.include_global_service_events(),
            "IsMultiRegionTrail": trail.is_multi_region_trail(),
            "IsOrganizationTrail": trail.is_organization_trail(),
            "KMSKeyId": trail.kms_key_id(),
            "S3BucketName": trail.s3_bucket_name(),
            "S3KeyPrefix": trail.s3_key_prefix(),
            "SnsTopicARN": trail.sns_topic_arn(),
            "TrailName": name,
        }))
}

fn event_selector(selector: &EventSelector) -> Value {
    json!({
        "DataResources": sorted(selector.data_resources().iter().map(|resource| json!({
            "Type": resource.r#type(),
            "Values": sorted(resource.values()),
        }))),
        "ExcludeManagementEventSources": sorted(selector.exclude_management_event_sources()),
        "IncludeManagementEvents": selector.include_management_events(),
        "ReadWriteType": selector.read_write_type().map(|kind| kind.as_str()),
    })
}

fn advanced_event_selector(selector: &AdvancedEventSelector) -> Value {
    json!({
        "FieldSelectors": sorted(selector.field_selectors().iter().map(field_selector)),
        "Name": selector.name(),
    })
}

fn field_selector(selector: &AdvancedFieldSelector) -> Value {
    json!({
        "EndsWith": sorted(selector.ends_with()),
        "Equals": sorted(selector.equals()),
        "Field": selector.field(),
        "NotEndsWith": sorted(selector.not_ends_with()),
        "NotEquals": sorted(selector.not_equals()),
        "NotStartsWith": sorted(selector.not_starts_with()),
        "StartsWith": sorted(selector.starts_with()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeTrails`; the second is at home elsewhere.
    const TRAILS: &str = r#"{"trailList": [
        {"Name": "all", "TrailARN": "arn:aws:cloudtrail:eu-west-1:111111111111:trail/all", "HomeRegion": "eu-west-1",
         "S3BucketName": "logs", "S3KeyPrefix": "trail", "IncludeGlobalServiceEvents": true, "IsMultiRegionTrail": true,
         "SnsTopicARN": "arn:aws:sns:eu-west-1:111111111111:trail", "LogFileValidationEnabled": true,
         "CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*",
         "CloudWatchLogsRoleArn": "arn:aws:iam::111111111111:role/trail",
         "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
         "HasCustomEventSelectors": true, "HasInsightSelectors": true, "IsOrganizationTrail": false},
        {"Name": "far", "TrailARN": "arn:aws:cloudtrail:us-east-1:111111111111:trail/far", "HomeRegion": "us-east-1"}]}"#;

    /// From the API references of `GetTrailStatus`, `GetEventSelectors`, `GetInsightSelectors` and `ListTags`.
    const STATUS: &str = r#"{"IsLogging": true, "LatestDeliveryTime": 1700000000.0, "LatestDeliveryError": ""}"#;
    const SELECTORS: &str = r#"{"AdvancedEventSelectors": [{"Name": "management", "FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Management"]},
        {"Field": "eventSource", "NotEquals": ["rdsdata.amazonaws.com", "kms.amazonaws.com"]}]}]}"#;
    const INSIGHTS: &str =
        r#"{"InsightSelectors": [{"InsightType": "ApiErrorRateInsight"}, {"InsightType": "ApiCallRateInsight"}]}"#;
    const TAGS: &str = r#"{"ResourceTagList": [{"ResourceId": "all", "TagsList": [{"Key": "env", "Value": "prod"}]}]}"#;

    fn wire() -> Wire {
        Wire::default()
            .on(&["DescribeTrails", r#""includeShadowTrails":false"#], 200, TRAILS)
            .on(&["GetEventSelectors"], 200, SELECTORS)
            .on(&["GetInsightSelectors"], 200, INSIGHTS)
            .on(&["ListTags"], 200, TAGS)
    }

    #[tokio::test]
    async fn documents_a_trail_in_its_home_region_alone() {
        let wire = wire().on(&["GetTrailStatus"], 200, STATUS);

        let listing = list(&Client::new(&wire.session()), &scope("cloudtrail")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::CloudTrail::Trail",
                "region": "eu-west-1",
                "native_id": "all",
                "arn": "arn:aws:cloudtrail:eu-west-1:111111111111:trail/all",
                "name": "all",
                "state": "active",
                "native_state": "logging",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:trail",
                    "111111111111:eu-west-1:AWS.S3.Bucket:logs",
                    "111111111111:eu-west-1:AWS.SNS.Topic:arn~3Aaws~3Asns~3Aeu-west-1~3A111111111111~3Atrail",
                    "111111111111:global:AWS.IAM.Role:trail",
                ],
                "tags": {"env": "prod"},
                "created_at": null,
                "properties": {
                    "AdvancedEventSelectors": [{
                        "FieldSelectors": [
                            {"Equals": ["Management"], "Field": "eventCategory"},
                            {"Field": "eventSource", "NotEquals": ["kms.amazonaws.com", "rdsdata.amazonaws.com"]},
                        ],
                        "Name": "management",
                    }],
                    "CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*",
                    "CloudWatchLogsRoleArn": "arn:aws:iam::111111111111:role/trail",
                    "EnableLogFileValidation": true,
                    "HomeRegion": "eu-west-1",
                    "IncludeGlobalServiceEvents": true,
                    "InsightSelectors": [{"InsightType": "ApiCallRateInsight"}, {"InsightType": "ApiErrorRateInsight"}],
                    "IsLogging": true,
                    "IsMultiRegionTrail": true,
                    "IsOrganizationTrail": false,
                    "KMSKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "S3BucketName": "logs",
                    "S3KeyPrefix": "trail",
                    "SnsTopicARN": "arn:aws:sns:eu-west-1:111111111111:trail",
                    "TrailName": "all",
                },
            }])
        );
    }

    #[tokio::test]
    async fn does_not_take_a_trail_for_stopped_whose_status_it_may_not_read() {
        let denied = r#"{"__type": "AccessDeniedException", "Message": "no"}"#;
        let wire = wire().on(&["GetTrailStatus"], 400, denied);

        let listing = list(&Client::new(&wire.session()), &scope("cloudtrail")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["IsLogging"]));
        assert_eq!((listing.found[0].native_state.clone(), listing.gaps[0].reason), (None, GapReason::Denied));
    }
}
