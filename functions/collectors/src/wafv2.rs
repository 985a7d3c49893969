//! WAF: web access control lists, of load balancers and APIs in each region and of CloudFront.
//!
//! What protects CloudFront is kept in us-east-1: the shard of that region reads it, and documents it
//! in the region `global`. Reading calls have a quota of five a second each, which nobody can raise,
//! and `ListResourcesForWebACL` one of one.

mod statement;
mod web_acl;

use crate::{
    door::Door,
    pace::Pace,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_wafv2::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// How many calls a second we allow ourselves of each quota of five.
const CALLS_PER_SECOND: u32 = 3;

/// How often we ask what a list protects, which nobody may more than once a second.
const BETWEEN_RESOURCES: Duration = Duration::from_millis(1_500);

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![web_acl];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    /// The pace of `GetWebACL`.
    details: Pace,
    /// The pace of `ListTagsForResource`.
    tags: Pace,
    /// The pace of `ListResourcesForWebACL`.
    resources: Pace,
}

impl Context {
    fn new(client: Client) -> Self {
        let pace = || Pace::per_second(CALLS_PER_SECOND);
        Self { client, details: pace(), tags: pace(), resources: Pace::every(BETWEEN_RESOURCES) }
    }
}

/// Reads WAF.
pub struct WafV2<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for WafV2<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(Client::new(&session)), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
