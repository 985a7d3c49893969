//! Kinesis: data streams.
//!
//! `ListStreams` and `ListTagsForStream` have a quota of five calls a second, `DescribeStreamSummary`
//! of twenty; the collector takes about two thirds of each.

mod stream;

use crate::{
    door::Door,
    pace::Pace,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_kinesis::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![stream];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    /// The pace of `ListStreams`.
    list: Pace,
    /// The pace of `DescribeStreamSummary`.
    details: Pace,
    /// The pace of `ListTagsForStream`.
    tags: Pace,
}

impl Context {
    fn new(client: Client) -> Self {
        Self { client, list: Pace::per_second(3), details: Pace::per_second(13), tags: Pace::per_second(3) }
    }
}

/// Reads Kinesis.
pub struct Kinesis<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Kinesis<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(Client::new(&session)), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
