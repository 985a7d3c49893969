//! Exports: the inventory, or a part of it, written to a file.
//!
//! Reading order: the export and how it moves on (here), what a line of the file holds
//! ([`columns`]), how it is spelled ([`lines`]), what is told ([`facts`]).

pub mod columns;
pub mod facts;
pub mod lines;

pub use columns::Column;
pub use facts::{ExportCompleted, ExportFailed, ExportRequested};

use crate::{
    Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    command::{Commit, Version},
    id::{ExportId, ScanId, TenantId, UserId},
    page::{Page, PageRequest, Position},
    resource::{Resource, ResourceState},
    scan::ResourceFilter,
    tagging::TagMeanings,
    upload::{ObjectKey, Progress, Written},
    world::WorldSummary,
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How long an export can be asked for, and its file fetched, after it was requested.
pub const LIFE: TimeDelta = TimeDelta::days(7);

/// How long a writer has an export to itself: as long as its function may run.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);

/// How often an export is taken up before it is given up.
pub const MOST_ATTEMPTS: u32 = 5;

/// How many exports a tenant may have under way at once.
pub const MOST_UNDER_WAY: usize = 5;

/// How a file is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated values, RFC 4180, with a head line.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

impl ExportFormat {
    /// Returns the ending of a file of this format.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    /// Returns the media type of a file of this format.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

/// Which resources are wanted in a file, as a list of resources would be asked for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExportFilter {
    /// Only of this account.
    pub account_id: Option<AccountId>,
    /// Only of this region.
    pub region: Option<Region>,
    /// Only of this type.
    pub resource_type: Option<ResourceType>,
    /// Only in this state; what is gone is exported only as `deleting`.
    pub state: Option<ResourceState>,
    /// Only of this agent.
    pub owner_agent: Option<HistoricalAgent>,
    /// Only with this tag: `key` or `key=value`.
    #[schema(max_length = 400, example = "Environment=production")]
    pub tag: Option<String>,
    /// Only of this owner, by the tag that the tag policy says names the owner.
    #[schema(max_length = 256, example = "team-payments")]
    pub owner: Option<String>,
}

impl ExportFilter {
    /// Returns the filter of the inventory; what it cannot say is left to [`ExportFilter::takes`].
    pub fn of_inventory(&self, meanings: &TagMeanings) -> ResourceFilter {
        let owner = meanings.owner.as_ref().zip(self.owner.clone());
        let owner = owner.map(|(key, owner)| (key.as_str().to_owned(), Some(owner)));
        ResourceFilter {
            account_id: self.account_id.clone(),
            region: self.region.clone(),
            resource_type: self.resource_type.clone(),
            state: self.state,
            owner_agent: self.owner_agent,
            tag: self.tag.as_deref().map(ResourceFilter::tag_of).or(owner),
            ..ResourceFilter::default()
        }
    }

    /// Tells whether a resource that the inventory's filter let through is wanted.
    pub fn takes(&self, meanings: &TagMeanings, resource: &Resource) -> bool {
        self.owner.as_deref().is_none_or(|owner| meanings.owner_of(resource) == Some(owner))
    }
}

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// Asked for.
    Requested,
    /// The file is being written.
    Writing,
    /// The file is there.
    Completed,
    /// It was given up; the reason is beside.
    Failed,
}

impl ExportState {
    /// Tells whether the export will not change any more.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Completed | Self::Failed)
    }
}

/// The scan that had last seen the estate when the file was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Basis {
    /// The scan.
    pub scan_id: ScanId,
    /// When its world was put together.
    pub assembled_at: DateTime<Utc>,
    /// Whether it saw everything; if not, so does the file not hold everything.
    pub complete: bool,
}

impl From<WorldSummary> for Basis {
    fn from(world: WorldSummary) -> Self {
        Self { scan_id: world.scan_id, assembled_at: world.assembled_at, complete: world.complete }
    }
}

/// How far the file has come: up to where in the inventory, and what the bucket has of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// What the bucket has.
    pub file: Progress,
    /// Where the page of the inventory ended that was written last; its words.
    pub after: String,
    /// How many lines that is.
    pub rows: u64,
}

/// What a tenant asks to have in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// How the file is spelled.
    pub format: ExportFormat,
    /// Which resources it holds.
    pub filter: ExportFilter,
    /// What it tells of each, in this order.
    pub columns: Vec<Column>,
    /// Which tags name owner, environment and cost center, as the policy said when it was asked for.
    pub meanings: TagMeanings,
}

/// One file that the inventory is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Its identifier.
    pub id: ExportId,
    /// How often it has changed.
    pub version: Version,
    /// What it is to hold.
    pub wish: Wish,
    /// How far it has come.
    pub state: ExportState,
    /// Why it failed, if it did, and what to do about it.
    pub failure: Option<String>,
    /// Who asked for it.
    pub requested_by: UserId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The scan that it rests on, once it is being written; nothing where no scan had ended.
    pub basis: Option<Basis>,
    /// How often a writer took it up.
    pub attempts: u32,
    /// Until when the writer that took it up has it to itself.
    pub leased_until: Option<DateTime<Utc>>,
    /// How far the file has come, while it is being written.
    pub checkpoint: Option<Checkpoint>,
    /// How many resources the file holds, once it is there.
    pub rows: Option<u64>,
    /// The file, once it is there.
    pub file: Option<Written>,
}

/// What a writer may do with an export that it was told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing: it has ended, or it is not wanted any more.
    Ended,
    /// Nothing for now: another writer has it.
    Taken,
    /// Write it, once this is saved.
    Ours(Box<Export>),
}

impl Export {
    /// Makes an export that was just asked for.
    pub fn requested(wish: Wish, by: UserId, at: DateTime<Utc>) -> Self {
        Self {
            id: ExportId::generate(at),
            version: Version::FIRST,
            wish,
            state: ExportState::Requested,
            failure: None,
            requested_by: by,
            requested_at: at,
            ended_at: None,
            basis: None,
            attempts: 0,
            leased_until: None,
            checkpoint: None,
            rows: None,
            file: None,
        }
    }

    /// Returns when the export and its file are forgotten.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.requested_at + LIFE
    }

    /// Tells whether a writer is, or should be, at work on it; one that has not ended in an hour is stuck.
    pub fn is_under_way(&self, now: DateTime<Utc>) -> bool {
        !self.state.has_ended() && now - self.requested_at < TimeDelta::hours(1)
    }

    /// Returns where the file is in the bucket.
    pub fn key(&self, tenant: &TenantId) -> ObjectKey {
        ObjectKey::export(tenant, &format!("{}.{}", self.id, self.wish.format.ending()))
    }

    /// Returns what a browser calls the file that it saves.
    pub fn file_name(&self) -> String {
        let moment = self.requested_at.format("%Y%m%dT%H%M%SZ");
        format!("pantheon-inventory-{moment}.{}", self.wish.format.ending())
    }

    /// Decides what a writer may do; the basis is that of the first writer.
    pub fn turn(&self, basis: Option<Basis>, now: DateTime<Utc>) -> Turn {
        if self.state.has_ended() || self.expires_at() <= now {
            return Turn::Ended;
        }
        if self.leased_until.is_some_and(|until| until > now) {
            return Turn::Taken;
        }
        let first = self.state == ExportState::Requested;
        Turn::Ours(Box::new(Self {
            state: ExportState::Writing,
            basis: if first { basis } else { self.basis.clone() },
            attempts: self.attempts + 1,
            leased_until: Some(now + LEASE),
            ..self.changed()
        }))
    }

    /// Returns the export after a part of its file was put; without one, its file begins anew.
    #[must_use]
    pub fn advanced(&self, checkpoint: Option<Checkpoint>) -> Self {
        Self { checkpoint, ..self.changed() }
    }

    /// Returns the export with its file.
    #[must_use]
    pub fn completed(&self, file: Written, rows: u64, at: DateTime<Utc>) -> Self {
        let ended = self.ended(ExportState::Completed, at);
        Self { file: Some(file), rows: Some(rows), ..ended }
    }

    /// Returns the export after it was given up.
    #[must_use]
    pub fn failed(&self, why: impl Into<String>, at: DateTime<Utc>) -> Self {
        Self { failure: Some(why.into()), ..self.ended(ExportState::Failed, at) }
    }

    fn ended(&self, state: ExportState, at: DateTime<Utc>) -> Self {
        Self { state, ended_at: Some(at), leased_until: None, checkpoint: None, ..self.changed() }
    }

    fn changed(&self) -> Self {
        Self { version: self.version.next(), ..self.clone() }
    }
}

impl Checkpoint {
    /// Returns where in the inventory the file goes on.
    pub fn position(&self) -> Position {
        Position(self.after.clone())
    }
}

/// The exports of a tenant.
#[async_trait]
pub trait Exports: Send + Sync {
    /// Returns an export, or `None` if the tenant has no such export.
    async fn export(&self, tenant: &TenantId, id: &ExportId) -> Result<Option<Export>>;
    /// Lists exports, the newest first; those that have expired may still be among them.
    async fn exports(&self, tenant: &TenantId, page: &PageRequest) -> Result<Page<Export>>;
    /// Adds an export; fails with `conflict` if it exists.
    async fn insert_export(&self, tenant: &TenantId, export: &Export, commit: Commit) -> Result<()>;
    /// Replaces an export whose version is one less than the given one; else `precondition_failed`.
    async fn update_export(&self, tenant: &TenantId, export: &Export, commit: Commit) -> Result<()>;
}

#[cfg(test)]
mod tests;
