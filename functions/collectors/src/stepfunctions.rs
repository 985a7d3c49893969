//! Step Functions: state machines.
//!
//! Each action has a bucket of calls that refills slowly, and that of reading tags refills the slowest,
//! by one call a second.

mod state_machine;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_sfn::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![state_machine];

/// Reads Step Functions.
pub struct StepFunctions<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for StepFunctions<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
