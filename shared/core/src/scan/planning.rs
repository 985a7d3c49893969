//! How a scan comes to know its shards: account by account, each decided once.
//!
//! A walk over the accounts of the tenant adds them to the scan, page by page; each account is then
//! planned by itself. What an account is planned from is written down before its first shard is, so
//! that however often its planning is begun, the shards are the same.

use super::Scan;
use crate::{
    Result,
    aws::{AccountId, Region},
    collect::Gap,
    id::{ScanId, TenantId},
    page::{Page, PageRequest, Position},
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// An account that a scan may look at, and the regions in which it can be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The account.
    pub account_id: AccountId,
    /// Whether it is the management account of its organization.
    pub manages_organization: bool,
    /// The regions that the connection names, or `None` for every enabled one.
    pub wanted: Option<Vec<Region>>,
    /// The regions that are enabled in the account, or why they could not be learned.
    pub enabled: Result<Vec<Region>, Gap>,
}

/// How the planning of one account of a scan stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountPlan {
    /// What its shards are planned from, once that is decided.
    pub target: Option<Target>,
    /// How many shards it has, once it is planned.
    pub shards: Option<u64>,
}

/// How far the walk over the accounts has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// How many accounts it has found.
    pub accounts: u64,
    /// Where it goes on, in the words of the list that it walks over.
    pub after: String,
}

/// What the planned accounts of a scan add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// How many accounts are planned.
    pub accounts: u64,
    /// How many shards they have.
    pub shards: u64,
}

/// How many accounts can be added to a scan at once, so that they fit into one transaction.
pub const ACCOUNTS_AT_ONCE: usize = 90;

/// The accounts of a scan, and how far each of them is planned.
#[async_trait]
pub trait Plans: Send + Sync {
    /// Adds up to [`ACCOUNTS_AT_ONCE`] accounts, and replaces the scan as `Scans::update_scan` does.
    async fn add_accounts(&self, tenant: &TenantId, scan: &Scan, accounts: &[AccountId]) -> Result<()>;
    /// Returns how the planning of an account stands, or `None` if the scan does not look at it.
    async fn account_plan(&self, tenant: &TenantId, scan: &ScanId, id: &AccountId) -> Result<Option<AccountPlan>>;
    /// Writes down what an account is planned from, unless that was done before; returns what holds.
    async fn decide(&self, tenant: &TenantId, scan: &ScanId, target: &Target) -> Result<Target>;
    /// Counts an account as planned, with so many shards; `false` if it was counted before.
    async fn count_planned(&self, tenant: &TenantId, scan: &ScanId, id: &AccountId, shards: u64) -> Result<bool>;
    /// Lists the accounts that are not planned yet, in the order of their digits; a page may be
    /// shorter than asked for although more follow.
    async fn unplanned(&self, tenant: &TenantId, scan: &ScanId, page: &PageRequest) -> Result<Page<AccountId>>;
    /// Adds up the planned accounts.
    async fn planned(&self, tenant: &TenantId, scan: &ScanId) -> Result<Planned>;
}

/// Where whoever looks through the open shards of a scan had to stop.
#[async_trait]
pub trait Bookmarks: Send + Sync {
    /// Returns where to go on; `None` stands for the beginning.
    async fn bookmark(&self, tenant: &TenantId, scan: &ScanId) -> Result<Option<Position>>;
    /// Keeps where to go on.
    async fn keep_bookmark(&self, tenant: &TenantId, scan: &ScanId, at: Option<&Position>) -> Result<()>;
}
