//! Lambda: functions and what feeds them.
//!
//! All control-plane calls of an account and region share 15 calls a second, `GetPolicy` has 15 of
//! its own, and neither can be raised. The list of functions says almost everything; for what it
//! leaves out, the collector keeps a pace that leaves a third to the owner of the account.

mod event_source_mapping;
mod function;

use crate::{
    door::Door,
    pace::Pace,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_lambda::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// How many calls a second we allow ourselves of each quota of 15.
const CALLS_PER_SECOND: u32 = 10;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![function by name, event_source_mapping];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    /// The pace of the control plane.
    control: Pace,
    /// The pace of `GetPolicy`.
    policies: Pace,
}

impl Context {
    fn new(client: Client) -> Self {
        let pace = || Pace::per_second(CALLS_PER_SECOND);
        Self { client, control: pace(), policies: pace() }
    }
}

/// Reads Lambda.
pub struct LambdaFunctions<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for LambdaFunctions<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(Client::new(&session)), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
