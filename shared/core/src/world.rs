//! Worlds: what the estate looked like when a scan had seen it.

use crate::{
    Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    command::Commit,
    id::{ScanId, TenantId},
    resource::Resource,
    scan::{Scan, Tally},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// A whole snapshot, as it is kept for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    /// What can be said of it in a few lines.
    pub summary: WorldSummary,
    /// Every resource, in the order of accounts, regions, types and names.
    pub resources: Vec<Resource>,
}

/// What can be said of a world in a few lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WorldSummary {
    /// The scan that saw it.
    pub scan_id: ScanId,
    /// When it was put together.
    pub assembled_at: DateTime<Utc>,
    /// Whether every shard of the scan was seen whole.
    pub complete: bool,
    /// What the shards of the scan add up to.
    pub tally: Tally,
    /// How many resources it holds.
    pub resources: u64,
    /// How many edges its resources have.
    pub dependencies: u64,
    /// Resources by account.
    pub by_account: BTreeMap<AccountId, u64>,
    /// Resources by region.
    pub by_region: BTreeMap<Region, u64>,
    /// Resources by type.
    pub by_type: BTreeMap<ResourceType, u64>,
    /// Resources by the agent that owns them.
    pub by_owner_agent: BTreeMap<HistoricalAgent, u64>,
}

impl WorldSummary {
    /// Begins the summary of a world without resources.
    pub fn empty(scan_id: ScanId, tally: Tally, assembled_at: DateTime<Utc>) -> Self {
        Self {
            scan_id,
            assembled_at,
            complete: tally.shards_with_gaps == 0,
            tally,
            resources: 0,
            dependencies: 0,
            by_account: BTreeMap::new(),
            by_region: BTreeMap::new(),
            by_type: BTreeMap::new(),
            by_owner_agent: BTreeMap::new(),
        }
    }

    /// Counts one resource.
    pub fn count(&mut self, resource: &Resource) {
        self.resources += 1;
        self.dependencies += resource.dependencies.len() as u64;
        *self.by_account.entry(resource.id.account_id.clone()).or_default() += 1;
        *self.by_region.entry(resource.id.region.clone()).or_default() += 1;
        *self.by_type.entry(resource.id.resource_type.clone()).or_default() += 1;
        *self.by_owner_agent.entry(resource.owner_agent).or_default() += 1;
    }
}

/// Where whole snapshots are kept.
#[async_trait]
pub trait Worlds: Send + Sync {
    /// Keeps a world as JSON; keeping it twice leaves one.
    async fn put_world(&self, tenant: &TenantId, scan: &ScanId, json: Vec<u8>) -> Result<()>;
    /// Returns an address from which the world can be read without signing in, for a while.
    async fn world_url(&self, tenant: &TenantId, scan: &ScanId, valid_for: Duration) -> Result<String>;
}

/// The list of worlds.
#[async_trait]
pub trait WorldIndex: Send + Sync {
    /// Ends a scan and lists its world, in one transaction; a changed scan is `precondition_failed`.
    async fn complete_scan(&self, tenant: &TenantId, scan: &Scan, world: &WorldSummary, commit: Commit) -> Result<()>;
    /// Returns the newest world, or `None` before the first scan has ended.
    async fn latest_world(&self, tenant: &TenantId) -> Result<Option<WorldSummary>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_complete_only_without_gaps() {
        let scan = ScanId::generate(DateTime::UNIX_EPOCH);
        let seen = Tally { shards_ended: 3, ..Tally::default() };
        let with_gaps = Tally { shards_with_gaps: 1, ..seen };

        assert!(WorldSummary::empty(scan.clone(), seen, DateTime::UNIX_EPOCH).complete);
        assert!(!WorldSummary::empty(scan, with_gaps, DateTime::UNIX_EPOCH).complete);
    }
}
