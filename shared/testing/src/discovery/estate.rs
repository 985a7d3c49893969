//! What the discovery table keeps beside scans and their finds, in memory: service agents, the tag
//! policy, how accounts comply with it, and exports.

use super::MemoryDiscovery;
use crate::commits::MemoryCommits;
use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    aws::AccountId,
    command::{Commit, Version},
    event::Event,
    export::{Export, Exports},
    id::{ExportId, ScanId, TenantId},
    page::{Page, PageRequest, PageSize, Position},
    scan::{Shard, Shards},
    service_agent::{AgentFilter, AgentName, Ledger, ServiceAgent, ServiceAgents},
    tagging::{Compliance, TagPolicy, Tagging},
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Agents, tags and exports, as long as the test lives.
#[derive(Debug, Default)]
pub struct MemoryEstate {
    commits: MemoryCommits,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    agents: BTreeMap<(TenantId, AgentName), ServiceAgent>,
    policies: BTreeMap<TenantId, TagPolicy>,
    compliances: BTreeMap<(TenantId, AccountId), Compliance>,
    exports: BTreeMap<(TenantId, ExportId), Export>,
    writes: usize,
}

impl MemoryEstate {
    /// Returns every event that was committed, the oldest first.
    pub fn events(&self) -> Vec<Event> {
        self.commits.events()
    }

    /// Returns the types of the events that were committed, the oldest first.
    pub fn told(&self) -> Vec<String> {
        self.commits.kinds()
    }

    /// Returns how many rows were written so far.
    pub fn writes(&self) -> usize {
        self.lock().writes
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Cuts a page out of a sorted list; a position is the key of the last item before it.
fn page<T>(sorted: Vec<(String, T)>, request: &PageRequest) -> Page<T> {
    let after = request.after.as_ref().map(|Position(key)| key.clone());
    let begin = after.and_then(|after| sorted.iter().position(|(key, _)| *key == after)).map_or(0, |last| last + 1);
    let end = sorted.len().min(begin + request.size.get());
    let next = (end < sorted.len() && end > begin).then(|| Position(sorted[end - 1].0.clone()));
    let items = sorted.into_iter().skip(begin).take(end - begin).map(|(_, item)| item).collect();
    Page { items, next }
}

fn follows(kept: Option<Version>, new: Version) -> bool {
    kept.map_or(Version::FIRST, Version::next) == new
}

#[async_trait]
impl ServiceAgents for MemoryEstate {
    async fn agent(&self, tenant: &TenantId, name: &AgentName) -> Result<Option<ServiceAgent>> {
        Ok(self.lock().agents.get(&(tenant.clone(), name.clone())).cloned())
    }

    async fn agents(
        &self,
        tenant: &TenantId,
        filter: &AgentFilter,
        request: &PageRequest,
    ) -> Result<Page<ServiceAgent>> {
        let state = self.lock();
        let ours = state.agents.iter().filter(|((owner, _), agent)| owner == tenant && filter.takes(agent));
        Ok(page(ours.map(|((_, name), agent)| (name.to_string(), agent.clone())).collect(), request))
    }

    async fn agents_of(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Vec<ServiceAgent>> {
        let state = self.lock();
        let ours = state.agents.iter().filter(|((owner, name), _)| owner == tenant && name.account_id == *account_id);
        Ok(ours.map(|(_, agent)| agent.clone()).collect())
    }

    async fn save_agents(&self, tenant: &TenantId, agents: &[ServiceAgent], commit: Commit) -> Result<()> {
        let mut state = self.lock();
        let key = |agent: &ServiceAgent| (tenant.clone(), agent.name.clone());
        let fits =
            |agent: &ServiceAgent| follows(state.agents.get(&key(agent)).map(|kept| kept.version), agent.version);
        if !agents.iter().all(fits) {
            return Err(Error::PreconditionFailed { kind: "service agent" });
        }
        self.commits.commit(commit)?;
        state.agents.extend(agents.iter().map(|agent| (key(agent), agent.clone())));
        state.writes += agents.len();
        Ok(())
    }
}

#[async_trait]
impl Tagging for MemoryEstate {
    async fn tag_policy(&self, tenant: &TenantId) -> Result<TagPolicy> {
        Ok(self.lock().policies.get(tenant).cloned().unwrap_or_else(TagPolicy::empty))
    }

    async fn save_tag_policy(&self, tenant: &TenantId, policy: &TagPolicy, commit: Commit) -> Result<()> {
        let mut state = self.lock();
        if !follows(state.policies.get(tenant).map(|kept| kept.version), policy.version) {
            return Err(Error::PreconditionFailed { kind: "tag policy" });
        }
        self.commits.commit(commit)?;
        state.policies.insert(tenant.clone(), policy.clone());
        state.writes += 1;
        Ok(())
    }

    async fn compliance(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Option<Compliance>> {
        Ok(self.lock().compliances.get(&(tenant.clone(), account_id.clone())).cloned())
    }

    async fn compliances(&self, tenant: &TenantId) -> Result<Vec<Compliance>> {
        let state = self.lock();
        let ours = state.compliances.iter().filter(|((owner, _), _)| owner == tenant);
        Ok(ours.map(|(_, compliance)| compliance.clone()).collect())
    }

    async fn keep_compliance(&self, tenant: &TenantId, compliance: &Compliance) -> Result<()> {
        let mut state = self.lock();
        state.compliances.insert((tenant.clone(), compliance.account_id.clone()), compliance.clone());
        state.writes += 1;
        Ok(())
    }
}

#[async_trait]
impl Exports for MemoryEstate {
    async fn export(&self, tenant: &TenantId, id: &ExportId) -> Result<Option<Export>> {
        Ok(self.lock().exports.get(&(tenant.clone(), id.clone())).cloned())
    }

    async fn exports(&self, tenant: &TenantId, request: &PageRequest) -> Result<Page<Export>> {
        let state = self.lock();
        let ours = state.exports.iter().rev().filter(|((owner, _), _)| owner == tenant);
        Ok(page(ours.map(|((_, id), export)| (id.to_string(), export.clone())).collect(), request))
    }

    async fn insert_export(&self, tenant: &TenantId, export: &Export, commit: Commit) -> Result<()> {
        let mut state = self.lock();
        let key = (tenant.clone(), export.id.clone());
        if state.exports.contains_key(&key) {
            return Err(Error::conflict("the export exists already"));
        }
        self.commits.commit(commit)?;
        state.exports.insert(key, export.clone());
        Ok(())
    }

    async fn update_export(&self, tenant: &TenantId, export: &Export, commit: Commit) -> Result<()> {
        let mut state = self.lock();
        let key = (tenant.clone(), export.id.clone());
        if state.exports.get(&key).is_none_or(|kept| kept.version.next() != export.version) {
            return Err(Error::PreconditionFailed { kind: "export" });
        }
        self.commits.commit(commit)?;
        state.exports.insert(key, export.clone());
        state.writes += 1;
        Ok(())
    }
}

#[async_trait]
impl Ledger for MemoryDiscovery {
    async fn rows_of(&self, tenant: &TenantId, scan: &ScanId, account_id: &AccountId) -> Result<Vec<Shard>> {
        let mut rows = Vec::new();
        let mut request = PageRequest::first(PageSize::LARGEST);
        loop {
            let found = self.shards(tenant, scan, &request).await?;
            rows.extend(found.items.into_iter().filter(|shard| shard.id.scope().account_id == *account_id));
            let Some(next) = found.next else { return Ok(rows) };
            request.after = Some(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::discovery;

    #[tokio::test]
    async fn conforms() {
        let memory = MemoryEstate::default();

        discovery::service_agents(&memory).await;
        discovery::tagging(&memory).await;
        discovery::exports(&memory).await;
        let scans = MemoryDiscovery::default();
        discovery::ledgers(&scans, &scans).await;
    }
}
