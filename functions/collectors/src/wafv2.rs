//! WAF: web access control lists, of load balancers and APIs in each region and of CloudFront.
//!
//! What protects CloudFront is kept in us-east-1: the shard of that region reads it, and documents it
//! in the region `global`.

mod statement;
mod web_acl;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_wafv2::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![web_acl];

/// Reads WAF.
pub struct WafV2<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for WafV2<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
