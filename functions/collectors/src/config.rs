//! AWS Config: what it records, and where it delivers that.

mod configuration_recorder;
mod delivery_channel;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_config::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![configuration_recorder, delivery_channel];

/// Reads AWS Config.
pub struct Config<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Config<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
