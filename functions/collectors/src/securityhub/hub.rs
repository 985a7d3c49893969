//! The hub, from `DescribeHub` and `ListTagsForResource`.

use super::Context;
use crate::{
    document::{Document, tags, when_written},
    listing::{Lister, read_or_note},
};
use aws_sdk_securityhub::{Client, operation::describe_hub::DescribeHubOutput};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::SecurityHub::Hub");

pub(super) const OPERATION: &str = "securityhub:DescribeHub";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    match &context.hub {
        Ok(Some(hub)) => lister.take(OPERATION, read(&context.client, scope, hub).await),
        Ok(None) => {}
        Err(gap) => lister.miss(gap.clone()),
    }
    lister.done()
}

async fn read(client: &Client, scope: &Scope, hub: &DescribeHubOutput) -> Option<Document> {
    let arn = hub.hub_arn()?;
    let mut document = Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .created_at(when_written(hub.subscribed_at()))
        .properties(json!({
            "AutoEnableControls": hub.auto_enable_controls(),
            "ControlFindingGenerator": hub.control_finding_generator().map(|generator| generator.as_str()),
        }));
    let answer = client.list_tags_for_resource().resource_arn(arn).send().await;
    let answer = read_or_note(&mut document, "Tags", "securityhub:ListTagsForResource", &[], answer);
    let given = answer.as_ref().and_then(|answer| answer.tags()).into_iter().flatten();
    Some(document.tags(tags(given.map(|(key, value)| (key.as_str(), value.as_str())))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    #[tokio::test]
    async fn documents_a_hub() {
        // From the API references of `DescribeHub` and `ListTagsForResource`.
        let hub = r#"{"HubArn": "arn:aws:securityhub:eu-west-1:111111111111:hub/default",
            "SubscribedAt": "2026-01-02T03:04:05.678Z", "AutoEnableControls": true,
            "ControlFindingGenerator": "SECURITY_CONTROL"}"#;
        let wire = Wire::default().on(&["GET", "amazonaws.com/accounts"], 200, hub).on(
            &["/tags/"],
            200,
            r#"{"Tags": {"env": "prod"}}"#,
        );

        let listing = list(&Context::read(Client::new(&wire.session())).await, &scope("securityhub")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::SecurityHub::Hub",
                "region": "eu-west-1",
                "native_id": "arn:aws:securityhub:eu-west-1:111111111111:hub/default",
                "arn": "arn:aws:securityhub:eu-west-1:111111111111:hub/default",
                "name": null,
                "state": "active",
                "native_state": null,
                "dependencies": [],
                "tags": {"env": "prod"},
                "created_at": "2026-01-02T03:04:05.678Z",
                "properties": {"AutoEnableControls": true, "ControlFindingGenerator": "SECURITY_CONTROL"},
            }])
        );
    }
}
