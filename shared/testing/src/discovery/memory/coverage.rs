//! The standing coverage ledger.

use super::{MemoryDiscovery, State, page};
use async_trait::async_trait;
use pantheon_core::{
    Result,
    collect::Scope,
    coverage::{Coverage, CoverageFilter, Hole, HoleFilter, ScopeCoverage, stand_in},
    id::{ScanId, TenantId},
    page::{Page, PageRequest},
    scan::{Shard, ShardId},
};
use std::collections::BTreeSet;

impl State {
    pub(super) fn cover(&mut self, tenant: &TenantId, scan: &ScanId, shard: &Shard) {
        let key = (tenant.clone(), shard.id.scope().clone());
        let Some(after) = ScopeCoverage::after(self.coverage.get(&key), scan, shard) else { return };
        self.coverage.insert(key, after);
        if let Some(stand_in) = stand_in(shard.id.scope()) {
            self.coverage.remove(&(tenant.clone(), stand_in));
        }
    }
}

#[async_trait]
impl Coverage for MemoryDiscovery {
    async fn coverage_of(&self, tenant: &TenantId, scopes: &BTreeSet<Scope>) -> Result<Vec<ScopeCoverage>> {
        let state = self.lock();
        let rows = scopes.iter().filter_map(|scope| state.coverage.get(&(tenant.clone(), scope.clone())));
        Ok(rows.cloned().collect())
    }

    async fn coverage(
        &self,
        tenant: &TenantId,
        filter: &CoverageFilter,
        request: &PageRequest,
    ) -> Result<Page<ScopeCoverage>> {
        let state = self.lock();
        let rows = state.coverage.iter().filter(|((owner, _), row)| owner == tenant && filter.takes(row));
        page(rows.map(|((_, scope), row)| (name(scope), row.clone())).collect(), request)
    }

    async fn holes(&self, tenant: &TenantId, filter: &HoleFilter, request: &PageRequest) -> Result<Page<Hole>> {
        let state = self.lock();
        let ours = state.coverage.iter().filter(|((owner, _), _)| owner == tenant);
        let holes = ours.filter_map(|((_, scope), row)| Some((name(scope), row.hole()?)));
        page(holes.filter(|(_, hole)| filter.takes(hole)).collect(), request)
    }
}

fn name(scope: &Scope) -> String {
    ShardId::from(scope.clone()).to_string()
}
