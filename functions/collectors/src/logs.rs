//! CloudWatch Logs: log groups, and the metrics that are made from them.
//!
//! An account has up to hundreds of thousands of log groups, so nothing is asked about a single one:
//! tags come in bulk, too. `DescribeLogGroups` tells fifty with each of its ten calls a second.

mod log_group;
mod metric_filter;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_cloudwatchlogs::Client;
use chrono::{DateTime, Utc};
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![log_group, metric_filter];

/// What the modules of this service share.
pub(crate) struct Context {
    session: SdkConfig,
    client: Client,
}

impl Context {
    fn new(session: SdkConfig) -> Self {
        let client = Client::new(&session);
        Self { session, client }
    }
}

/// Converts a time, which this service counts in milliseconds.
fn when(milliseconds: Option<i64>) -> Option<DateTime<Utc>> {
    milliseconds.and_then(DateTime::from_timestamp_millis)
}

/// Reads CloudWatch Logs.
pub struct Logs<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Logs<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
