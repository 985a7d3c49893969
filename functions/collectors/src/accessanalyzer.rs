//! IAM Access Analyzer: analyzers of who outside can reach what is inside.
//!
//! A region without an analyzer answers with an empty list. Findings belong to security, not here.

mod analyzer;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_accessanalyzer::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![analyzer];

/// Reads IAM Access Analyzer.
pub struct AccessAnalyzer<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for AccessAnalyzer<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
