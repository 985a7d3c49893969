//! Lambda: functions and what feeds them.
//!
//! All control-plane calls of an account and region share 15 calls a second, `GetPolicy` has 15 of
//! its own, and neither can be raised. The list of functions says almost everything; only what it
//! leaves out is asked for one by one.

mod event_source_mapping;
mod function;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_lambda::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![function by name, event_source_mapping];

/// Reads Lambda.
pub struct LambdaFunctions<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for LambdaFunctions<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
