//! Certificate Manager: certificates, and where they are used.
//!
//! Each of its calls has a quota of eight to ten a second; the collector takes six of each.

mod certificate;

use crate::{
    door::Door,
    pace::Pace,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_acm::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// How many calls a second we allow ourselves of each quota.
const CALLS_PER_SECOND: u32 = 6;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![certificate];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    /// The pace of `DescribeCertificate`.
    details: Pace,
    /// The pace of `ListTagsForCertificate`.
    tags: Pace,
}

impl Context {
    fn new(client: Client) -> Self {
        let pace = || Pace::per_second(CALLS_PER_SECOND);
        Self { client, details: pace(), tags: pace() }
    }
}

/// Reads Certificate Manager.
pub struct Acm<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Acm<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(Client::new(&session)), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
