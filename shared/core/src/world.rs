//! Worlds: what the estate looked like when a scan had seen it.
//!
//! Reading order: the world and its summary (here), the index by which worlds are compared
//! ([`index`]), the comparison ([`difference`]), and how far a world has been put together
//! ([`assembly`]).

pub mod assembly;
pub mod difference;
pub mod index;

use crate::{
    Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    command::Commit,
    id::{ScanId, TenantId},
    page::{Page, PageRequest},
    resource::Resource,
    scan::{Scan, Tally},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// How many accounts a summary counts one by one; of more, only the number is told, as the summary
/// has to fit into a row.
pub const MOST_ACCOUNTS: usize = 12_000;

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
    /// How many accounts have resources.
    #[serde(default)]
    pub accounts: u64,
    /// Resources by account; left out where there are more than 12,000 of them.
    pub by_account: BTreeMap<AccountId, u64>,
    /// Resources by region.
    pub by_region: BTreeMap<Region, u64>,
    /// Resources by type.
    pub by_type: BTreeMap<ResourceType, u64>,
    /// Resources by the agent that owns them.
    pub by_owner_agent: BTreeMap<HistoricalAgent, u64>,
    /// In how many pieces its index is kept; none of a world that cannot be compared with others.
    #[serde(default)]
    pub index_pieces: u32,
    /// In how many pieces the list of its holes is kept.
    #[serde(default)]
    pub hole_pieces: u32,
    /// The account that was counted last, while more may follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub last_account: Option<AccountId>,
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
            accounts: 0,
            by_account: BTreeMap::new(),
            by_region: BTreeMap::new(),
            by_type: BTreeMap::new(),
            by_owner_agent: BTreeMap::new(),
            index_pieces: 0,
            hole_pieces: 0,
            last_account: None,
        }
    }

    /// Counts one resource; resources come account by account.
    pub fn count(&mut self, resource: &Resource) {
        self.resources += 1;
        self.dependencies += resource.dependencies.len() as u64;
        self.count_in_account(&resource.id.account_id);
        *self.by_region.entry(resource.id.region.clone()).or_default() += 1;
        *self.by_type.entry(resource.id.resource_type.clone()).or_default() += 1;
        *self.by_owner_agent.entry(resource.owner_agent).or_default() += 1;
    }

    fn count_in_account(&mut self, account: &AccountId) {
        if let Some(count) = self.by_account.get_mut(account) {
            *count += 1;
            return;
        }
        if self.last_account.as_ref() == Some(account) {
            return;
        }
        self.accounts += 1;
        self.last_account = Some(account.clone());
        if self.accounts > MOST_ACCOUNTS as u64 {
            self.by_account.clear();
        } else {
            self.by_account.insert(account.clone(), 1);
        }
    }
}

/// Where whole snapshots are kept.
#[async_trait]
pub trait Worlds: Send + Sync {
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
    /// Returns the world of a scan, or `None` if the scan has none.
    async fn world(&self, tenant: &TenantId, scan: &ScanId) -> Result<Option<WorldSummary>>;
    /// Lists worlds, the newest first.
    async fn worlds(&self, tenant: &TenantId, page: &PageRequest) -> Result<Page<WorldSummary>>;
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

    #[test]
    fn counts_accounts_one_by_one_as_long_as_they_fit_into_a_row() {
        let scan = ScanId::generate(DateTime::UNIX_EPOCH);
        let mut summary = WorldSummary::empty(scan, Tally::default(), DateTime::UNIX_EPOCH);
        for number in 0..MOST_ACCOUNTS {
            let account = format!("{number:012}").parse().unwrap();
            (0..2).for_each(|_| summary.count_in_account(&account));
        }
        assert_eq!((summary.accounts, summary.by_account.len()), (12_000, 12_000));
        assert!(summary.by_account.values().all(|count| *count == 2));
        assert!(serde_json::to_string(&summary).unwrap().len() < 350_000);

        let one_more = "999999999999".parse().unwrap();
        (0..2).for_each(|_| summary.count_in_account(&one_more));
        assert_eq!((summary.accounts, summary.by_account.len()), (12_001, 0));
    }
}
