//! Groups of traces, from `GetGroups` and `ListTagsForResource`.
//!
//! Every account has the group `Default`, which is no less a group.

use crate::{
    document::{Document, tags},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_xray::{Client, types::GroupSummary};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::XRay::Group");

const OPERATION: &str = "xray:GetGroups";

/// What AWS answers about a group that was deleted since it was listed.
const GONE: &[&str] = &["ResourceNotFoundException"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let groups = read_pages(OPERATION, client.get_groups().into_paginator().items().send()).await;
    list_each(TYPE, OPERATION, groups, |group| read(client, scope, group)).await
}

async fn read(client: &Client, scope: &Scope, group: GroupSummary) -> Option<Document> {
    let arn = group.group_arn()?;
    let mut document = document(scope, arn, &group);
    let mut pages = client.list_tags_for_resource().resource_arn(arn).into_paginator().items().send();
    let mut all = Vec::new();
    while let Some(tag) = pages.next().await {
        match read_or_note(&mut document, "Tags", "xray:ListTagsForResource", GONE, tag) {
            Some(tag) => all.push(tag),
            None => break,
        }
    }
    Some(document.tags(tags(all.iter().map(|tag| (tag.key(), tag.value())))))
}

fn document(scope: &Scope, arn: &str, group: &GroupSummary) -> Document {
    let insights = group.insights_configuration();
    Document::new(TYPE, scope, arn).arn(Some(arn)).name(group.group_name()).properties(json!({
        "FilterExpression": group.filter_expression(),
        "GroupName": group.group_name(),
        "InsightsConfiguration": insights.map(|insights| json!({
            "InsightsEnabled": insights.insights_enabled(),
            "NotificationsEnabled": insights.notifications_enabled(),
        })),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    const ARN: &str = "arn:aws:xray:eu-west-1:111111111111:group/slow/ABC";

    /// From the API reference of `GetGroups`.
    const GROUPS: &str = r#"{"Groups": [{"GroupName": "slow", "FilterExpression": "responsetime > 5",
        "GroupARN": "arn:aws:xray:eu-west-1:111111111111:group/slow/ABC",
        "InsightsConfiguration": {"InsightsEnabled": true, "NotificationsEnabled": false}}]}"#;

    async fn look(status: u16, tags: &str) -> Listing {
        let wire = Wire::default().on(&["/ListTagsForResource"], status, tags).on(&["POST", "/Groups"], 200, GROUPS);
        list(&Client::new(&wire.session()), &scope("xray")).await
    }

    /// The answer about tags is from the API reference of `ListTagsForResource`.
    #[tokio::test]
    async fn documents_a_group() {
        assert_eq!(
            found(&look(200, r#"{"Tags": [{"Key": "env", "Value": "prod"}]}"#).await),
            json!([{
                "resource_type": "AWS::XRay::Group",
                "region": "eu-west-1",
                "native_id": ARN,
                "arn": ARN,
                "name": "slow",
                "state": "active",
                "native_state": null,
                "dependencies": [],
                "tags": {"env": "prod"},
                "created_at": null,
                "properties": {
                    "FilterExpression": "responsetime > 5",
                    "GroupName": "slow",
                    "InsightsConfiguration": {"InsightsEnabled": true, "NotificationsEnabled": false},
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_group_whose_tags_it_may_not_read() {
        let listing = look(403, r#"{"__type": "AccessDeniedException", "Message": "not authorized"}"#).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["Tags"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }
}
