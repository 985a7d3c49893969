//! Where scans, their shards and what they found are kept, and how it is asked for.

use super::{InventoryChange, Manifest, Scan, Shard, ShardId, ShardRule, Tally};
use crate::{
    Result,
    aws::{AccountId, Region},
    collect::Scope,
    command::Commit,
    id::{ScanId, TenantId},
    page::{Page, PageRequest},
    resource::Resource,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The scans of a tenant.
#[async_trait]
pub trait Scans: Send + Sync {
    /// Returns a scan, or `None` if the tenant has no such scan.
    async fn scan(&self, tenant: &TenantId, id: &ScanId) -> Result<Option<Scan>>;
    /// Lists scans, the newest first.
    async fn scans(&self, tenant: &TenantId, page: &PageRequest) -> Result<Page<Scan>>;
    /// Adds a scan; fails with `conflict` if it exists.
    async fn insert_scan(&self, tenant: &TenantId, scan: &Scan, commit: Commit) -> Result<()>;
    /// Replaces a scan whose version is one less than the given one; else `precondition_failed`.
    async fn update_scan(&self, tenant: &TenantId, scan: &Scan, commit: Commit) -> Result<()>;
    /// Adds up the ended shards of a scan.
    async fn tally(&self, tenant: &TenantId, id: &ScanId) -> Result<Tally>;
    /// Lists, of all tenants, the scans that have not ended.
    async fn unfinished(&self) -> Result<Vec<(TenantId, ScanId)>>;
}

/// The shards of a scan: its work list and its coverage ledger.
#[async_trait]
pub trait Shards: Send + Sync {
    /// Adds shards; those that exist are left as they are.
    async fn insert_shards(&self, tenant: &TenantId, scan: &ScanId, shards: &[Shard]) -> Result<()>;
    /// Returns a shard, or `None` if the scan has no such shard.
    async fn shard(&self, tenant: &TenantId, scan: &ScanId, id: &ShardId) -> Result<Option<Shard>>;
    /// Lists shards in the order of their identifiers.
    async fn shards(&self, tenant: &TenantId, scan: &ScanId, page: &PageRequest) -> Result<Page<Shard>>;
    /// Lists the shards that the rule picks, in the order of their identifiers; a page may be
    /// shorter than asked for although more follow.
    async fn shards_that(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        rule: ShardRule,
        page: &PageRequest,
    ) -> Result<Page<Shard>>;
    /// Takes a shard up: counts the attempt and leases it; `None` if it ended or another has it.
    async fn lease_shard(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        id: &ShardId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Shard>>;
    /// Ends a shard and adds `tally` to its scan; `false` if the lease `shard.attempts` was lost.
    async fn end_shard(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        shard: &Shard,
        tally: Tally,
        commit: Commit,
    ) -> Result<bool>;
}

/// What scans found.
#[async_trait]
pub trait Inventory: Send + Sync {
    /// Returns what a scope held when it was last read whole.
    async fn manifest(&self, tenant: &TenantId, scope: &Scope) -> Result<Manifest>;
    /// Applies what a shard changed; applying it twice changes nothing more.
    async fn apply(&self, tenant: &TenantId, scope: &Scope, change: InventoryChange, now: DateTime<Utc>) -> Result<()>;
    /// Returns a resource, or `None` if the tenant has no such resource.
    async fn resource(&self, tenant: &TenantId, id: &crate::resource::ResourceId) -> Result<Option<Resource>>;
    /// Lists the resources that match.
    async fn resources(&self, tenant: &TenantId, filter: &ResourceFilter, page: &PageRequest)
    -> Result<Page<Resource>>;
}

/// Which resources are wanted, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceFilter {
    /// Only of this account.
    pub account_id: Option<AccountId>,
    /// Only of this region.
    pub region: Option<Region>,
    /// Only of this type.
    pub resource_type: Option<crate::aws::ResourceType>,
    /// Only in this state.
    pub state: Option<crate::resource::ResourceState>,
    /// Only of this agent.
    pub owner_agent: Option<crate::agent::HistoricalAgent>,
    /// Only with this tag; with `None` as value, with this key whatever the value.
    pub tag: Option<(String, Option<String>)>,
    /// The order.
    pub sort: ResourceSort,
    /// Whether the order is reversed.
    pub descending: bool,
}

impl ResourceFilter {
    /// Reads which tag is wanted, spelled `key` or `key=value`.
    pub fn tag_of(text: &str) -> (String, Option<String>) {
        match text.split_once('=') {
            Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
            None => (text.to_owned(), None),
        }
    }
}

/// The orders in which resources can be listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResourceSort {
    /// By account, region, type and name.
    #[default]
    Account,
    /// By type, account, region and name.
    ResourceType,
}
