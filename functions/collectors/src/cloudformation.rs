//! CloudFormation: stacks and what they made.

mod drift;
mod stack;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_cloudformation::Client;
use pantheon_core::{
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![stack by name];

/// Reads CloudFormation.
pub struct CloudFormation<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for CloudFormation<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }

    async fn detect_drift(&self, tenant: &TenantId, scope: &Scope, stacks: &[String]) -> Vec<Gap> {
        match self.0.open(tenant, scope).await {
            Ok(session) => drift::detect(&Client::new(&session), stacks).await,
            Err(gap) => vec![gap],
        }
    }
}
