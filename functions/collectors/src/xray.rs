//! X-Ray: the groups that traces are sorted into.

mod group;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_xray::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![group];

/// Reads X-Ray.
pub struct XRay<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for XRay<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
