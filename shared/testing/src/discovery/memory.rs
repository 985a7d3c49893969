//! The discovery table, in memory.

mod assemblies;
mod coverage;
mod history;
mod inventory;
mod looks;
mod planning;
mod slots;

use crate::commits::MemoryCommits;
use assemblies::Assembling;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    aws::{AccountId, Service},
    collect::Scope,
    command::{Commit, Version},
    coverage::ScopeCoverage,
    event::Event,
    history::{ResourceVersion, VersionId},
    id::{ScanId, TenantId},
    page::{Page, PageRequest, Position},
    resource::{Resource, ResourceId},
    scan::{AccountPlan, Manifest, Scan, Scans, Shard, ShardId, ShardRule, ShardState, Shards, Tally},
    settings::{DiscoverySettings, Settings},
    slot::Taken,
    world::{WorldIndex, WorldSummary},
};
use std::{
    collections::{BTreeMap, HashMap},
    ops::Bound,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Scans, shards, the inventory and the list of worlds, as long as the test lives.
#[derive(Debug, Default)]
pub struct MemoryDiscovery {
    commits: MemoryCommits,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    scans: BTreeMap<(TenantId, ScanId), Scan>,
    shards: BTreeMap<(TenantId, ScanId), BTreeMap<ShardId, Shard>>,
    tallies: HashMap<(TenantId, ScanId), Tally>,
    plans: BTreeMap<(TenantId, ScanId), BTreeMap<AccountId, AccountPlan>>,
    bookmarks: HashMap<(TenantId, ScanId), Position>,
    slots: HashMap<(TenantId, AccountId, Service), Taken>,
    assemblies: HashMap<(TenantId, ScanId), Assembling>,
    manifests: HashMap<(TenantId, Scope), (DateTime<Utc>, Manifest)>,
    resources: BTreeMap<(TenantId, ResourceId), Resource>,
    versions: BTreeMap<(TenantId, ResourceId, VersionId), ResourceVersion>,
    coverage: BTreeMap<(TenantId, Scope), ScopeCoverage>,
    worlds: HashMap<TenantId, Vec<WorldSummary>>,
    looks: looks::Kept,
    settings: HashMap<TenantId, DiscoverySettings>,
    inventory_writes: usize,
}

impl MemoryDiscovery {
    /// Keeps no events of these types, of which a large scan tells millions.
    pub fn forgetting(kinds: &'static [&'static str]) -> Self {
        Self { commits: MemoryCommits::forgetting(kinds), ..Self::default() }
    }

    /// Returns the events that were kept after so many, the oldest first.
    pub fn events_after(&self, count: usize) -> Vec<Event> {
        self.commits.events_after(count)
    }

    /// Returns every event that was committed, the oldest first.
    pub fn events(&self) -> Vec<Event> {
        self.commits.events()
    }

    /// Returns the types of the events that were committed, the oldest first.
    pub fn told(&self) -> Vec<String> {
        self.commits.kinds()
    }

    /// Returns how many resources and manifests were written so far.
    pub fn inventory_writes(&self) -> usize {
        self.lock().inventory_writes
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn replace_scan(&self, state: &mut State, tenant: &TenantId, scan: &Scan, commit: Commit) -> Result<()> {
        let before = Version(scan.version.0.saturating_sub(1));
        match state.scans.get_mut(&(tenant.clone(), scan.id.clone())) {
            Some(kept) if kept.version == before => {
                self.commits.commit(commit)?;
                *kept = scan.clone();
                Ok(())
            }
            _ => Err(Error::PreconditionFailed { kind: "scan" }),
        }
    }
}

/// Cuts a page out of a sorted list; a position is the key of the last item before it.
fn page<T>(sorted: Vec<(String, T)>, request: &PageRequest) -> Result<Page<T>> {
    let start = match &request.after {
        None => 0,
        Some(Position(after)) => {
            let last = sorted.iter().position(|(key, _)| key == after);
            last.ok_or_else(|| Error::invalid("cursor", "is not a cursor of this list"))? + 1
        }
    };
    let end = sorted.len().min(start + request.size.get());
    let next = (end < sorted.len()).then(|| sorted.get(end - 1).map(|(key, _)| Position(key.clone()))).flatten();
    let items = sorted.into_iter().skip(start).take(end - start).map(|(_, item)| item).collect();
    Ok(Page { items, next })
}

/// Cuts a page of what a rule picks out of a large sorted map; a position is the last key before it.
fn page_of<K: Ord + Clone + std::fmt::Display + std::str::FromStr, V: Clone>(
    sorted: Option<&BTreeMap<K, V>>,
    request: &PageRequest,
    rule: impl Fn(&V) -> bool,
) -> Result<Page<(K, V)>> {
    let Some(sorted) = sorted else { return Ok(Page { items: Vec::new(), next: None }) };
    let start = match &request.after {
        None => Bound::Unbounded,
        Some(Position(after)) => {
            Bound::Excluded(after.parse::<K>().map_err(|_| Error::invalid("cursor", "is not a cursor of this list"))?)
        }
    };
    let mut picked = sorted.range((start, Bound::Unbounded)).filter(|(_, value)| rule(value));
    let items: Vec<(K, V)> =
        picked.by_ref().take(request.size.get()).map(|(key, value)| (key.clone(), value.clone())).collect();
    let next = items.last().filter(|_| picked.next().is_some()).map(|(key, _)| Position(key.to_string()));
    Ok(Page { items, next })
}

#[async_trait]
impl Scans for MemoryDiscovery {
    async fn scan(&self, tenant: &TenantId, id: &ScanId) -> Result<Option<Scan>> {
        Ok(self.lock().scans.get(&(tenant.clone(), id.clone())).cloned())
    }

    async fn scans(&self, tenant: &TenantId, request: &PageRequest) -> Result<Page<Scan>> {
        let state = self.lock();
        let ours = state.scans.iter().rev().filter(|((owner, _), _)| owner == tenant);
        page(ours.map(|((_, id), scan)| (id.to_string(), scan.clone())).collect(), request)
    }

    async fn insert_scan(&self, tenant: &TenantId, scan: &Scan, commit: Commit) -> Result<()> {
        let mut state = self.lock();
        let key = (tenant.clone(), scan.id.clone());
        if state.scans.contains_key(&key) {
            return Err(Error::conflict("the scan exists already"));
        }
        self.commits.commit(commit)?;
        state.scans.insert(key, scan.clone());
        Ok(())
    }

    async fn update_scan(&self, tenant: &TenantId, scan: &Scan, commit: Commit) -> Result<()> {
        self.replace_scan(&mut self.lock(), tenant, scan, commit)
    }

    async fn tally(&self, tenant: &TenantId, id: &ScanId) -> Result<Tally> {
        Ok(self.lock().tallies.get(&(tenant.clone(), id.clone())).copied().unwrap_or_default())
    }

    async fn unfinished(&self) -> Result<Vec<(TenantId, ScanId)>> {
        let state = self.lock();
        let open = state.scans.iter().filter(|(_, scan)| !scan.state.has_ended());
        Ok(open.map(|(key, _)| key.clone()).collect())
    }
}

#[async_trait]
impl Shards for MemoryDiscovery {
    async fn insert_shards(&self, tenant: &TenantId, scan: &ScanId, shards: &[Shard]) -> Result<()> {
        let mut state = self.lock();
        let kept = state.shards.entry((tenant.clone(), scan.clone())).or_default();
        for shard in shards {
            kept.entry(shard.id.clone()).or_insert_with(|| shard.clone());
        }
        Ok(())
    }

    async fn shard(&self, tenant: &TenantId, scan: &ScanId, id: &ShardId) -> Result<Option<Shard>> {
        let state = self.lock();
        Ok(state.shards.get(&(tenant.clone(), scan.clone())).and_then(|shards| shards.get(id)).cloned())
    }

    async fn shards(&self, tenant: &TenantId, scan: &ScanId, request: &PageRequest) -> Result<Page<Shard>> {
        let state = self.lock();
        let shards = state.shards.get(&(tenant.clone(), scan.clone()));
        Ok(page_of(shards, request, |_| true)?.map(|(_, shard)| shard))
    }

    async fn shards_that(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        rule: ShardRule,
        request: &PageRequest,
    ) -> Result<Page<Shard>> {
        let state = self.lock();
        let shards = state.shards.get(&(tenant.clone(), scan.clone()));
        Ok(page_of(shards, request, |shard| rule.picks(shard))?.map(|(_, shard)| shard))
    }

    async fn lease_shard(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        id: &ShardId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Shard>> {
        let mut state = self.lock();
        let shard = state.shards.get_mut(&(tenant.clone(), scan.clone())).and_then(|shards| shards.get_mut(id));
        let free = |shard: &&mut Shard| !shard.state.has_ended() && shard.leased_until.is_none_or(|until| until <= now);
        Ok(shard.filter(free).map(|shard| {
            shard.state = ShardState::Running;
            shard.attempts += 1;
            shard.leased_until = Some(until);
            shard.clone()
        }))
    }

    async fn end_shard(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        shard: &Shard,
        tally: Tally,
        commit: Commit,
    ) -> Result<bool> {
        let mut state = self.lock();
        let key = (tenant.clone(), scan.clone());
        let kept = state.shards.get_mut(&key).and_then(|shards| shards.get_mut(&shard.id));
        let held = |kept: &&mut Shard| kept.state == ShardState::Running && kept.attempts == shard.attempts;
        let Some(kept) = kept.filter(held) else { return Ok(false) };
        self.commits.commit(commit)?;
        *kept = Shard { leased_until: None, ..shard.clone() };
        let sum = state.tallies.entry(key).or_default();
        *sum = sum.plus(tally);
        state.cover(tenant, scan, shard);
        Ok(true)
    }
}

#[async_trait]
impl WorldIndex for MemoryDiscovery {
    async fn complete_scan(&self, tenant: &TenantId, scan: &Scan, world: &WorldSummary, commit: Commit) -> Result<()> {
        let mut state = self.lock();
        self.replace_scan(&mut state, tenant, scan, commit)?;
        state.worlds.entry(tenant.clone()).or_default().push(world.clone());
        Ok(())
    }

    async fn latest_world(&self, tenant: &TenantId) -> Result<Option<WorldSummary>> {
        let state = self.lock();
        let worlds = state.worlds.get(tenant).into_iter().flatten();
        Ok(worlds.max_by_key(|world| (world.assembled_at, world.scan_id.clone())).cloned())
    }

    async fn world(&self, tenant: &TenantId, scan: &ScanId) -> Result<Option<WorldSummary>> {
        let state = self.lock();
        let mut worlds = state.worlds.get(tenant).into_iter().flatten();
        Ok(worlds.find(|world| world.scan_id == *scan).cloned())
    }

    async fn worlds(&self, tenant: &TenantId, request: &PageRequest) -> Result<Page<WorldSummary>> {
        let state = self.lock();
        let mut worlds: Vec<_> = state.worlds.get(tenant).cloned().unwrap_or_default();
        worlds.sort_by_key(|world| std::cmp::Reverse((world.assembled_at, world.scan_id.clone())));
        page(worlds.into_iter().map(|world| (world.scan_id.to_string(), world)).collect(), request)
    }
}

#[async_trait]
impl Settings for MemoryDiscovery {
    async fn discovery_settings(&self, tenant: &TenantId) -> Result<DiscoverySettings> {
        let state = self.lock();
        Ok(state.settings.get(tenant).cloned().unwrap_or_else(DiscoverySettings::untouched))
    }

    async fn save_discovery_settings(
        &self,
        tenant: &TenantId,
        settings: &DiscoverySettings,
        commit: Commit,
    ) -> Result<()> {
        let mut state = self.lock();
        let kept = state.settings.get(tenant).map_or(Version(0), |kept| kept.version);
        if kept.next() != settings.version {
            return Err(Error::PreconditionFailed { kind: DiscoverySettings::KIND });
        }
        self.commits.commit(commit)?;
        state.settings.insert(tenant.clone(), settings.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::discovery;
    use pantheon_core::scan::Inventory as _;

    #[tokio::test]
    async fn conforms() {
        let memory = MemoryDiscovery::default();

        discovery::scans(&memory).await;
        discovery::shards(&memory, &memory).await;
        discovery::plans(&memory, &memory).await;
        discovery::bookmarks(&memory).await;
        discovery::slots(&memory).await;
        discovery::assemblies(&memory).await;
        discovery::worlds(&memory, &memory).await;
        discovery::settings(&memory).await;
        discovery::inventory(&memory).await;
        discovery::resources(&memory).await;
        discovery::looks(&memory).await;
        discovery::due_looks(&memory).await;
        discovery::reconciliations(&memory).await;
        discovery::history(&memory, &memory).await;
        discovery::coverage(&memory, &memory, &memory).await;
    }

    #[tokio::test]
    async fn counts_what_it_writes() {
        let memory = MemoryDiscovery::default();
        let tenant = crate::tenant();
        let account = "111111111111".parse().unwrap();
        let bucket = crate::discovery::found("eu-west-1", "AWS::S3::Bucket", "logs", 1);
        let change = crate::discovery::first_change(vec![crate::discovery::resource(&account, bucket)]);
        let scope = crate::discovery::scope("111111111111:global:s3");

        for _ in 0..2 {
            memory.apply(&tenant, &scope, change.clone(), crate::now()).await.unwrap();
        }

        assert_eq!(memory.inventory_writes(), 2, "one resource and one manifest, once");
    }
}
