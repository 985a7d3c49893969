//! GuardDuty: detectors. Their findings belong to security, not here.
//!
//! A region in which nobody switched GuardDuty on has no detector, and answers with an empty list.

mod detector;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_guardduty::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![detector];

/// Reads GuardDuty.
pub struct GuardDuty<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for GuardDuty<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
