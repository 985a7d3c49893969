//! Auto Scaling: groups of instances, how they scale and what they launch.

mod group;
mod launch_configuration;
mod scaling_policy;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_autoscaling::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![group, launch_configuration, scaling_policy];

/// Reads Auto Scaling.
pub struct AutoScaling<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for AutoScaling<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
