//! Log groups, from `DescribeLogGroups`.
//!
//! How much a group holds changes by itself, so it is left out.

use super::{Context, when};
use crate::{
    arn,
    document::{Document, sorted},
    listing::{Lister, read_whole_pages},
    tagged::Tagged,
};
use aws_sdk_cloudwatchlogs::types::LogGroup;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Logs::LogGroup");

const OPERATION: &str = "logs:DescribeLogGroups";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let pages = context.client.describe_log_groups().limit(50).into_paginator().send();
    let (groups, gap) = read_whole_pages(OPERATION, pages, |page| page.log_groups).await;
    let tagged = Tagged::read(&context.session, "logs:log-group").await;

    let mut lister = Lister::new(TYPE);
    lister.take_all(OPERATION, groups.iter().map(|group| document(scope, &tagged, group)));
    lister.miss_all(gap);
    lister.done()
}

fn document(scope: &Scope, tagged: &Tagged, group: &LogGroup) -> Option<Document> {
    let name = group.log_group_name()?;
    // The older of its two ARNs ends with a star for the streams inside of it.
    let arn = group.log_group_arn().or(group.arn()).map(|arn| arn.trim_end_matches(":*"));
    let document = Document::new(TYPE, scope, name)
        .arn(arn)
        .name(Some(name))
        .created_at(when(group.creation_time()))
        .needs(arn::key(scope, group.kms_key_id()))
        .properties(json!({
            "DataProtectionStatus": group.data_protection_status().map(|status| status.as_str()),
            "DeletionProtectionEnabled": group.deletion_protection_enabled(),
            "InheritedProperties": sorted(group.inherited_properties().iter().map(|property| property.as_str())),
            "KmsKeyId": group.kms_key_id(),
            "LogGroupClass": group.log_group_class().map(|class| class.as_str()),
            "LogGroupName": name,
            "MetricFilterCount": group.metric_filter_count(),
            "RetentionInDays": group.retention_in_days(),
        }));
    Some(tagged.put(document, arn.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        tagged,
        wire::{Wire, found, scope},
    };
    use pantheon_core::collect::GapReason;

    const ARN: &str = "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/f";

    /// From the API reference of `DescribeLogGroups`.
    const FIRST: &str = r#"{"nextToken": "2", "logGroups": [{"logGroupName": "/aws/lambda/f", "creationTime": 1767225600000,
        "arn": "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/f:*",
        "logGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/f",
        "retentionInDays": 30, "metricFilterCount": 1, "storedBytes": 12345, "logGroupClass": "STANDARD",
        "kmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd"}]}"#;
    const SECOND: &str = r#"{"logGroups": [{"logGroupName": "kept-for-ever", "metricFilterCount": 0, "storedBytes": 0,
        "arn": "arn:aws:logs:eu-west-1:111111111111:log-group:kept-for-ever:*"}]}"#;

    #[tokio::test]
    async fn documents_log_groups_without_how_much_they_hold() {
        let wire = Wire::default()
            .on(tagged::tests::ASKED, 200, tagged::tests::answer(ARN))
            .on(&["Logs_20140328.DescribeLogGroups", "nextToken"], 200, SECOND)
            .on(&["Logs_20140328.DescribeLogGroups"], 200, FIRST);

        let listing = list(&Context::new(wire.session()), &scope("logs")).await;

        let other = "arn:aws:logs:eu-west-1:111111111111:log-group:kept-for-ever";
        assert_eq!(
            found(&listing),
            json!([
                {
                    "resource_type": "AWS::Logs::LogGroup",
                    "region": "eu-west-1",
                    "native_id": "/aws/lambda/f",
                    "arn": ARN,
                    "name": "/aws/lambda/f",
                    "state": "active",
                    "native_state": null,
                    "dependencies": ["111111111111:eu-west-1:AWS.KMS.Key:abcd"],
                    "tags": {"env": "prod"},
                    "created_at": "2026-01-01T00:00:00Z",
                    "properties": {
                        "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                        "LogGroupClass": "STANDARD",
                        "LogGroupName": "/aws/lambda/f",
                        "MetricFilterCount": 1,
                        "RetentionInDays": 30,
                    },
                },
                {
                    "resource_type": "AWS::Logs::LogGroup", "region": "eu-west-1", "native_id": "kept-for-ever",
                    "arn": other, "name": "kept-for-ever", "state": "active", "native_state": null, "dependencies": [],
                    "tags": {}, "created_at": null,
                    "properties": {"LogGroupName": "kept-for-ever", "MetricFilterCount": 0},
                },
            ])
        );
    }

    #[tokio::test]
    async fn keeps_what_it_read_before_it_was_refused() {
        let denied = r#"{"__type": "AccessDeniedException", "message": "not authorized"}"#;
        let wire = Wire::default()
            .on(tagged::tests::ASKED, 400, denied)
            .on(&["DescribeLogGroups", "nextToken"], 400, denied)
            .on(&["DescribeLogGroups"], 200, FIRST);

        let listing = list(&Context::new(wire.session()), &scope("logs")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["Tags"]));
        assert_eq!(listing.gaps.iter().map(|gap| gap.reason).collect::<Vec<_>>(), [GapReason::Denied; 2]);
    }
}
