//! Classic load balancers, the kind before listeners and target groups were resources.

mod load_balancer;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_elasticloadbalancing::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![load_balancer];

/// Reads classic load balancers.
pub struct Elb<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Elb<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
