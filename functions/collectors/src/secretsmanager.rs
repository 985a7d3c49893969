//! Secrets Manager: secrets, without what they hide.
//!
//! The list says everything but who else may use a secret. `GetResourcePolicy` shares 50 calls a
//! second with the calls that change policies; the collector leaves half to the owner of the account.

mod secret;

use crate::{
    door::Door,
    pace::Pace,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_secretsmanager::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// How many calls a second we allow ourselves of a quota of 50.
const CALLS_PER_SECOND: u32 = 25;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![secret];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    policies: Pace,
}

impl Context {
    fn new(client: Client) -> Self {
        Self { client, policies: Pace::per_second(CALLS_PER_SECOND) }
    }
}

/// Reads Secrets Manager.
pub struct SecretsManager<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for SecretsManager<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(Client::new(&session)), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
