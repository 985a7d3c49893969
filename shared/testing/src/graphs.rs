//! The fake of the place that keeps graphs.

use async_trait::async_trait;
use pantheon_core::{
    Result,
    graph::{Graphs, StoredGraph},
    id::TenantId,
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Graphs, as long as the test lives.
#[derive(Debug, Default)]
pub struct MemoryGraphs {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    kept: BTreeMap<TenantId, (String, Vec<u8>)>,
    reads: usize,
}

impl MemoryGraphs {
    /// Returns how often a whole graph was read.
    pub fn reads(&self) -> usize {
        self.lock().reads
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Graphs for MemoryGraphs {
    async fn put_graph(&self, tenant: &TenantId, json: Vec<u8>) -> Result<()> {
        let mut state = self.lock();
        let tag = format!("\"{:x}\"", sum(&json));
        state.kept.insert(tenant.clone(), (tag, json));
        Ok(())
    }

    async fn graph(&self, tenant: &TenantId, known: Option<&str>) -> Result<StoredGraph> {
        let mut state = self.lock();
        let Some((tag, json)) = state.kept.get(tenant).cloned() else { return Ok(StoredGraph::None) };
        if known == Some(tag.as_str()) {
            return Ok(StoredGraph::Unchanged);
        }
        state.reads += 1;
        Ok(StoredGraph::New { tag, json })
    }

    async fn graph_url(&self, tenant: &TenantId, _: Duration) -> Result<String> {
        Ok(format!("https://worlds.example.com/{tenant}/graph"))
    }
}

/// A sum over all bytes in which their places count (FNV-1a).
fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance;

    #[tokio::test]
    async fn conforms() {
        conformance::graphs::graphs(&MemoryGraphs::default()).await;
    }
}
