//! Scans: one shard per account, region and service, a ledger of what was seen, and the events.

pub mod facts;
pub mod planning;
mod ports;
mod reasons;

pub use facts::{ScanCollected, ScanCompleted, ScanPlanned, ScanRequested, ShardFinished, WorldAssembled};
pub use planning::{ACCOUNTS_AT_ONCE, AccountPlan, Bookmarks, Planned, Plans, Target, Walk};
pub use ports::{Inventory, ResourceFilter, ResourceSort, Scans, Shards};
pub use reasons::Reasons;

use crate::{
    Error, Result,
    aws::{AccountId, Region, ResourceType, Service},
    budget::Calls,
    collect::{Gap, GapReason, Scope},
    command::Version,
    id::ScanId,
    resource::Resource,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// What a scan is asked to look at; an empty list means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ScanRequest {
    /// The accounts to look at.
    pub accounts: Vec<AccountId>,
    /// The regions to look at.
    pub regions: Vec<Region>,
    /// The services to look at.
    pub services: Vec<Service>,
}

/// How far a scan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScanState {
    /// Asked for; the accounts are not known yet.
    Requested,
    /// The accounts are being planned, and the shards that are known are being collected.
    Collecting,
    /// Every shard has ended; the world is being put together.
    Assembling,
    /// The world is there, and every shard was seen whole.
    Completed,
    /// The world is there, and the ledger says what could not be seen.
    CompletedWithGaps,
    /// The scan ended without a world; the reason is beside.
    Failed,
}

impl ScanState {
    /// Tells whether the scan will not change any more.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Completed | Self::CompletedWithGaps | Self::Failed)
    }
}

/// One discovery of the connected accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Its identifier.
    pub id: ScanId,
    /// How often it has changed.
    pub version: Version,
    /// What it was asked to look at.
    pub request: ScanRequest,
    /// How far it has come.
    pub state: ScanState,
    /// Why it failed, if it did.
    pub failure: Option<String>,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// When all its shards were known.
    pub planned_at: Option<DateTime<Utc>>,
    /// When its last shard had ended.
    pub collected_at: Option<DateTime<Utc>>,
    /// When its world was there.
    pub completed_at: Option<DateTime<Utc>>,
    /// How many accounts it looks at, once they are known.
    pub accounts_total: Option<u64>,
    /// How far the walk over the accounts has come, while it is under way.
    pub walk: Option<Walk>,
    /// How many shards it has, once every account is planned.
    pub shards_total: Option<u64>,
    /// What its shards added up to when it ended.
    pub tally: Option<Tally>,
}

impl Scan {
    /// Makes a scan that was just asked for.
    pub fn requested(request: ScanRequest, at: DateTime<Utc>) -> Self {
        Self {
            id: ScanId::generate(at),
            version: Version::FIRST,
            request,
            state: ScanState::Requested,
            failure: None,
            requested_at: at,
            planned_at: None,
            collected_at: None,
            completed_at: None,
            accounts_total: None,
            walk: None,
            shards_total: None,
            tally: None,
        }
    }
}

/// What the ended shards of a scan add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Tally {
    /// Shards that have ended.
    pub shards_ended: u64,
    /// Ended shards that could not see everything.
    pub shards_with_gaps: u64,
    /// Why they could not: a shard counts once for each reason that it met.
    #[serde(default)]
    pub reasons: Reasons,
    /// Resources that were seen.
    pub resources_seen: u64,
    /// Resources that were new or had changed, and so were written.
    pub resources_written: u64,
    /// Resources that were gone.
    pub resources_removed: u64,
}

impl Tally {
    /// Counts one shard that has ended with these gaps.
    pub fn ended(gaps: &[Gap]) -> Self {
        let shards_with_gaps = u64::from(!gaps.is_empty());
        Self { shards_ended: 1, shards_with_gaps, reasons: Reasons::of(gaps), ..Self::default() }
    }

    /// Adds two tallies.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            shards_ended: self.shards_ended + other.shards_ended,
            shards_with_gaps: self.shards_with_gaps + other.shards_with_gaps,
            reasons: self.reasons.plus(other.reasons),
            resources_seen: self.resources_seen + other.resources_seen,
            resources_written: self.resources_written + other.resources_written,
            resources_removed: self.resources_removed + other.resources_removed,
        }
    }
}

/// Names a shard within its scan: `account:region:service`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShardId(Scope);

impl ShardId {
    /// Returns where the shard looks.
    pub fn scope(&self) -> &Scope {
        &self.0
    }
}

impl From<Scope> for ShardId {
    fn from(scope: Scope) -> Self {
        Self(scope)
    }
}

impl fmt::Display for ShardId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.0.account_id, self.0.region, self.0.service)
    }
}

impl FromStr for ShardId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parts: Vec<&str> = text.split(':').collect();
        let [account_id, region, service] = parts[..] else { return Err(Error::not_found("shard", text)) };
        Ok(Self(Scope { account_id: account_id.parse()?, region: region.parse()?, service: service.parse()? }))
    }
}

impl TryFrom<String> for ShardId {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<ShardId> for String {
    fn from(id: ShardId) -> Self {
        id.to_string()
    }
}

/// How a shard stands: one row of the coverage ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShardState {
    /// Waiting for a collector.
    Pending,
    /// A collector has it, until its lease ends.
    Running,
    /// Everything was read.
    Read,
    /// Some of it was read.
    Partial,
    /// AWS refused all of it.
    Denied,
    /// AWS asked to slow down until we gave up.
    Throttled,
    /// No answer came in time.
    TimedOut,
    /// No connection could be made.
    Unreachable,
    /// It was left out on purpose, or its region is not enabled.
    Skipped,
    /// It failed for another reason.
    Failed,
}

impl ShardState {
    /// Tells whether the shard will not be taken up again.
    pub fn has_ended(self) -> bool {
        !matches!(self, Self::Pending | Self::Running)
    }

    /// Tells how a shard ended, from what was and was not seen.
    pub fn of_outcome(anything_read: bool, gaps: &[Gap]) -> Self {
        let mut states = gaps.iter().map(|gap| Self::of_reason(gap.reason));
        let Some(first) = states.next() else { return Self::Read };
        if anything_read || states.any(|state| state != first) { Self::Partial } else { first }
    }

    /// Tells how a shard ends of which nothing was read for this reason.
    fn of_reason(reason: GapReason) -> Self {
        match reason {
            GapReason::Denied | GapReason::DeniedByOrganization => Self::Denied,
            GapReason::Throttled => Self::Throttled,
            GapReason::TimedOut => Self::TimedOut,
            GapReason::Unreachable => Self::Unreachable,
            GapReason::RegionDisabled | GapReason::Skipped => Self::Skipped,
            GapReason::Failed => Self::Failed,
        }
    }
}

/// One account, region and service of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Where it looks.
    pub id: ShardId,
    /// How it stands.
    pub state: ShardState,
    /// How often a collector has taken it up; also the fencing token of the collector that has it.
    pub attempts: u32,
    /// When the collector that has it loses it.
    pub leased_until: Option<DateTime<Utc>>,
    /// What could not be seen; on a pending shard, what is known to stay unseen.
    pub gaps: Vec<Gap>,
    /// The types that were looked at, and whether each was seen whole; empty if nobody has looked.
    pub seen_whole: BTreeMap<ResourceType, bool>,
    /// How many resources were seen.
    pub resources_seen: u64,
    /// How many milliseconds the collector took.
    pub duration_ms: u64,
    /// What the collector asked AWS.
    pub calls: Calls,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Shard {
    /// Makes a shard that waits for a collector.
    pub fn pending(id: ShardId) -> Self {
        Self {
            id,
            state: ShardState::Pending,
            attempts: 0,
            leased_until: None,
            gaps: Vec::new(),
            seen_whole: BTreeMap::new(),
            resources_seen: 0,
            duration_ms: 0,
            calls: Calls::default(),
            ended_at: None,
        }
    }
}

/// Which shards are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShardRule {
    /// Those that have not ended.
    Open,
    /// Those that could not see everything, or will not.
    WithGaps,
}

impl ShardRule {
    /// Tells whether a shard is wanted.
    pub fn picks(self, shard: &Shard) -> bool {
        match self {
            Self::Open => !shard.state.has_ended(),
            Self::WithGaps => !shard.gaps.is_empty(),
        }
    }
}

/// Which resources a shard held when it was last read whole, by the hash of their content.
///
/// A rescan compares against it, so that an unchanged estate costs no inventory write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The content hash of each resource.
    pub hashes: BTreeMap<crate::resource::ResourceId, String>,
}

/// What a shard changes in the inventory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InventoryChange {
    /// Resources that are new or have changed.
    pub write: Vec<Resource>,
    /// Resources that are gone.
    pub remove: Vec<crate::resource::ResourceId>,
    /// The manifest after the change, if it differs from the one before.
    pub manifest: Option<Manifest>,
}

#[cfg(test)]
mod tests;
