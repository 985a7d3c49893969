//! Step Functions: state machines.
//!
//! Each action has a bucket of calls that refills slowly, and that of reading tags is the smallest,
//! so the collector keeps a pace.

mod state_machine;

use crate::{
    door::Door,
    pace::Pace,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_sfn::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// How many state machines a second are read.
const MACHINES_PER_SECOND: u32 = 5;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![state_machine];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    pace: Pace,
}

impl Context {
    fn new(client: Client) -> Self {
        Self { client, pace: Pace::per_second(MACHINES_PER_SECOND) }
    }
}

/// Reads Step Functions.
pub struct StepFunctions<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for StepFunctions<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(Client::new(&session)), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
