//! What the tests of this package share.

use async_trait::async_trait;
use pantheon_core::{
    Result,
    collect::Scope,
    coverage::{Coverage, CoverageFilter, Hole, HoleFilter, ScopeCoverage},
    id::TenantId,
    page::{Page, PageRequest},
    queue::{DelayedTasks, Tasks},
};
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Queues that remember what they were sent.
#[derive(Debug, Default)]
pub(crate) struct Sent(Mutex<Vec<(String, String)>>);

impl Sent {
    /// Returns the bodies that a queue was sent.
    pub(crate) fn to(&self, queue: &str) -> Vec<String> {
        let sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter().filter(|(name, _)| name == queue).map(|(_, body)| body.clone()).collect()
    }

    fn add(&self, queue: &str, bodies: impl IntoIterator<Item = String>) {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sent.extend(bodies.into_iter().map(|body| (queue.to_owned(), body)));
    }
}

#[async_trait]
impl Tasks for Sent {
    async fn send(&self, queue: &str, bodies: Vec<String>) -> Result<()> {
        self.add(queue, bodies);
        Ok(())
    }
}

#[async_trait]
impl DelayedTasks for Sent {
    async fn send_later(&self, queue: &str, body: String, _: Duration) -> Result<()> {
        self.add(queue, [body]);
        Ok(())
    }
}

/// A ledger with these rows.
#[derive(Debug, Default)]
pub(crate) struct Rows(pub(crate) Vec<ScopeCoverage>);

#[async_trait]
impl Coverage for Rows {
    async fn coverage_of(&self, _: &TenantId, scopes: &BTreeSet<Scope>) -> Result<Vec<ScopeCoverage>> {
        Ok(self.0.iter().filter(|row| scopes.contains(&row.scope)).cloned().collect())
    }

    async fn coverage(&self, _: &TenantId, filter: &CoverageFilter, _: &PageRequest) -> Result<Page<ScopeCoverage>> {
        Ok(Page { items: self.0.iter().filter(|row| filter.takes(row)).cloned().collect(), next: None })
    }

    async fn holes(&self, _: &TenantId, _: &HoleFilter, _: &PageRequest) -> Result<Page<Hole>> {
        Ok(Page { items: self.0.iter().filter_map(ScopeCoverage::hole).collect(), next: None })
    }
}
