//! CloudFront: distributions and how they sign what they fetch.

mod distribution;
mod origin_access_control;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_cloudfront::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![distribution, origin_access_control];

/// Reads CloudFront.
pub struct CloudFront<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for CloudFront<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
