//! Filters that make metrics from logs, from `DescribeMetricFilters`, which answers for all log
//! groups at once.

use super::{Context, log_group, when};
use crate::{
    document::{Document, sorted},
    listing::{Lister, read_whole_pages},
};
use aws_sdk_cloudwatchlogs::types::{MetricFilter, MetricTransformation};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Logs::MetricFilter");

const OPERATION: &str = "logs:DescribeMetricFilters";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let pages = context.client.describe_metric_filters().limit(50).into_paginator().send();
    let (filters, gap) = read_whole_pages(OPERATION, pages, |page| page.metric_filters).await;
    let mut lister = Lister::new(TYPE);
    lister.take_all(OPERATION, filters.iter().map(|filter| document(scope, filter)));
    lister.miss_all(gap);
    lister.done()
}

/// A filter has a name within its log group, and no name may hold a colon.
fn document(scope: &Scope, filter: &MetricFilter) -> Option<Document> {
    let (group, name) = (filter.log_group_name()?, filter.filter_name()?);
    let document = Document::new(TYPE, scope, &format!("{group}:{name}"))
        .name(Some(name))
        .created_at(when(filter.creation_time()))
        .needs_here(log_group::TYPE, [group])
        .properties(json!({
            "FilterName": name,
            "FilterPattern": filter.filter_pattern(),
            "LogGroupName": group,
            "MetricTransformations": sorted(filter.metric_transformations().iter().map(transformation)),
        }));
    Some(document)
}

fn transformation(transformation: &MetricTransformation) -> Value {
    json!({
        "DefaultValue": transformation.default_value(),
        "MetricName": transformation.metric_name(),
        "MetricNamespace": transformation.metric_namespace(),
        "MetricValue": transformation.metric_value(),
        "Unit": transformation.unit().map(|unit| unit.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeMetricFilters`.
    const ANSWER: &str = r#"{"metricFilters": [{"filterName": "root", "logGroupName": "trail", "creationTime": 1767225600000,
        "filterPattern": "{ $.userIdentity.type = \"Root\" }",
        "metricTransformations": [{"metricName": "RootUse", "metricNamespace": "CIS", "metricValue": "1"}]}]}"#;

    #[tokio::test]
    async fn documents_a_filter() {
        let wire = Wire::default().on(&["Logs_20140328.DescribeMetricFilters"], 200, ANSWER);

        let listing = list(&Context::new(wire.session()), &scope("logs")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Logs::MetricFilter",
                "region": "eu-west-1",
                "native_id": "trail:root",
                "arn": null,
                "name": "root",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.Logs.LogGroup:trail"],
                "tags": {},
                "created_at": "2026-01-01T00:00:00Z",
                "properties": {
                    "FilterName": "root",
                    "FilterPattern": "{ $.userIdentity.type = \"Root\" }",
                    "LogGroupName": "trail",
                    "MetricTransformations": [{"MetricName": "RootUse", "MetricNamespace": "CIS", "MetricValue": "1"}],
                },
            }])
        );
    }
}
