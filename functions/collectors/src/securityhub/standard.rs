//! Enabled standards, from `GetEnabledStandards`.

use super::{Context, hub};
use crate::{
    document::{Document, neighbor},
    listing::{Lister, list_pages},
};
use aws_sdk_securityhub::types::{StandardsStatus, StandardsSubscription};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::SecurityHub::Standard");

const OPERATION: &str = "securityhub:GetEnabledStandards";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    match &context.hub {
        Ok(Some(hub)) => {
            let hub = hub.hub_arn().map(|arn| neighbor(scope, hub::TYPE, arn));
            let pages = context.client.get_enabled_standards().into_paginator().items().send();
            list_pages(TYPE, OPERATION, pages, |standard| document(scope, hub.clone(), &standard)).await
        }
        Ok(None) => Lister::new(TYPE).done(),
        Err(gap) => {
            let mut lister = Lister::new(TYPE);
            lister.miss(gap.clone());
            lister.done()
        }
    }
}

fn document(scope: &Scope, hub: Option<ResourceId>, standard: &StandardsSubscription) -> Option<Document> {
    let arn = standard.standards_subscription_arn()?;
    let name = standard.standards_arn().and_then(|arn| arn.split('/').nth(1));
    let document = Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .name(name)
        .state(state(standard.standards_status()), standard.standards_status().map(StandardsStatus::as_str))
        .needs(hub)
        .properties(json!({
            "StandardsArn": standard.standards_arn(),
            "StatusReason": standard
                .standards_status_reason()
                .and_then(|reason| reason.status_reason_code())
                .map(|code| code.as_str()),
        }));
    Some(document)
}

fn state(status: Option<&StandardsStatus>) -> ResourceState {
    match status {
        Some(StandardsStatus::Pending) => ResourceState::Creating,
        Some(StandardsStatus::Deleting) => ResourceState::Deleting,
        Some(StandardsStatus::Failed) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use aws_sdk_securityhub::Client;

    /// From the API reference of `GetEnabledStandards`, in two pages.
    const FIRST: &str = r#"{"StandardsSubscriptions": [{
        "StandardsSubscriptionArn": "arn:aws:securityhub:eu-west-1:111111111111:subscription/cis-aws-foundations-benchmark/v/3.0.0",
        "StandardsArn": "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
        "StandardsInput": {}, "StandardsStatus": "INCOMPLETE",
        "StandardsStatusReason": {"StatusReasonCode": "NO_AVAILABLE_CONFIGURATION_RECORDER"}}], "NextToken": "more"}"#;
    const LAST: &str = r#"{"StandardsSubscriptions": [{
        "StandardsSubscriptionArn": "arn:aws:securityhub:eu-west-1:111111111111:subscription/pci-dss/v/4.0.1",
        "StandardsArn": "arn:aws:securityhub:eu-west-1::standards/pci-dss/v/4.0.1",
        "StandardsInput": {}, "StandardsStatus": "READY"}]}"#;

    #[tokio::test]
    async fn documents_the_standards_of_a_hub() {
        let hub = r#"{"HubArn": "arn:aws:securityhub:eu-west-1:111111111111:hub/default"}"#;
        let wire = Wire::default()
            .on(&["amazonaws.com/accounts"], 200, hub)
            .on(&["/standards/get", "more"], 200, LAST)
            .on(&["/standards/get"], 200, FIRST);

        let listing = list(&Context::read(Client::new(&wire.session())).await, &scope("securityhub")).await;

        assert_eq!(
            found(&listing)[0],
            json!({
                "resource_type": "AWS::SecurityHub::Standard",
                "region": "eu-west-1",
                "native_id": "arn:aws:securityhub:eu-west-1:111111111111:subscription/cis-aws-foundations-benchmark/v/3.0.0",
                "arn": "arn:aws:securityhub:eu-west-1:111111111111:subscription/cis-aws-foundations-benchmark/v/3.0.0",
                "name": "cis-aws-foundations-benchmark",
                "state": "active",
                "native_state": "INCOMPLETE",
                "dependencies": ["111111111111:eu-west-1:AWS.SecurityHub.Hub:\
                    arn~3Aaws~3Asecurityhub~3Aeu-west-1~3A111111111111~3Ahub~2Fdefault"],
                "tags": {},
                "created_at": null,
                "properties": {
                    "StandardsArn": "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
                    "StatusReason": "NO_AVAILABLE_CONFIGURATION_RECORDER",
                },
            })
        );
        assert_eq!(found(&listing)[1]["name"], "pci-dss");
    }
}
