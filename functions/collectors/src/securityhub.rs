//! Security Hub: the hub of a region, and the standards that it holds the account to.
//!
//! Whether there is a hub is asked once: without one, every other call is refused.

mod hub;
mod standard;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_securityhub::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    operation::describe_hub::{DescribeHubError, DescribeHubOutput},
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use pantheon_aws::gap_of;
use pantheon_core::{
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![hub, standard];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    /// The hub, `None` where nobody subscribed to one, or why it could not be seen.
    hub: Result<Option<DescribeHubOutput>, Gap>,
}

impl Context {
    async fn read(client: Client) -> Self {
        let hub = match client.describe_hub().send().await {
            Ok(hub) => Ok(Some(hub)),
            Err(error) if is_not_subscribed(&error) => Ok(None),
            Err(error) => Err(gap_of(hub::OPERATION, &error)),
        };
        Self { client, hub }
    }
}

/// Tells whether there is no hub; the same code says other things with other words.
fn is_not_subscribed(error: &SdkError<DescribeHubError, HttpResponse>) -> bool {
    let error = error.as_service_error().map(ProvideErrorMetadata::meta);
    match error.and_then(|error| error.code()) {
        Some("ResourceNotFoundException") => true,
        Some("InvalidAccessException") => {
            error.and_then(|error| error.message()).is_some_and(|message| message.contains("not subscribed"))
        }
        _ => false,
    }
}

/// Reads Security Hub.
pub struct SecurityHub<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for SecurityHub<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::read(Client::new(&session)).await, scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, scope};
    use chrono::DateTime;
    use pantheon_core::collect::GapReason;

    async fn collect(status: u16, code: &str, message: &str) -> Vec<Listing> {
        let answer = format!(r#"{{"__type": "{code}", "Message": "{message}"}}"#);
        let wire = Wire::default().on(&["/accounts"], status, answer);
        let tenant = TenantId::generate(DateTime::UNIX_EPOCH);
        SecurityHub(&wire).collect(&tenant, &scope("securityhub"), Duration::from_secs(5)).await
    }

    #[tokio::test]
    async fn finds_nothing_where_nobody_subscribed() {
        let message = "Account 111111111111 is not subscribed to AWS Security Hub";

        let listings = collect(401, "InvalidAccessException", message).await;

        assert_eq!(listings.len(), TYPES.len());
        assert!(listings.iter().all(|listing| listing.found.is_empty() && listing.gaps.is_empty()));
    }

    #[tokio::test]
    async fn does_not_take_a_refusal_for_a_region_without_a_hub() {
        for (code, reason) in
            [("AccessDeniedException", GapReason::Denied), ("InvalidAccessException", GapReason::Failed)]
        {
            let listings = collect(403, code, "The account may not perform this action").await;

            assert!(
                listings.iter().all(|listing| listing.gaps.len() == 1 && listing.gaps[0].reason == reason),
                "{code}"
            );
        }
    }
}
