//! Findings: what a check found wrong with a resource, from when it was first seen until it is mended.
//!
//! Only a look at the resource resolves a finding; people say what they think of it meanwhile.

mod transition;

pub use transition::Seen;

use super::{CheckId, Severity};
use crate::{
    Error, Result,
    agent::HistoricalAgent,
    aws::AccountId,
    command::Version,
    id::UserId,
    resource::{Resource, ResourceId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

/// How many changes a finding remembers; the oldest are forgotten.
pub const MOST_HISTORY: usize = 50;
/// How many sentences a finding keeps.
const MOST_REASONS: usize = 20;

/// What a finding is called: the same check of the same resource has the same name in every scan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FindingId(String);

impl FindingId {
    /// The number of hexadecimal digits of an identifier: 128 bits of SHA-256.
    const DIGITS: usize = 32;

    /// Names what a check found wrong with a resource.
    pub fn of(check: &CheckId, resource: &ResourceId) -> Self {
        let digest = hex::encode(Sha256::digest(format!("{check} {resource}")));
        Self(format!("fnd_{}_{}", resource.account_id, &digest[..Self::DIGITS]))
    }

    /// Returns the identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the account that holds the resource.
    ///
    /// # Panics
    ///
    /// Never: an identifier without an account is none.
    #[expect(clippy::expect_used, reason = "see above")]
    pub fn account_id(&self) -> AccountId {
        self.0.split('_').nth(1).and_then(|account| account.parse().ok()).expect("an account")
    }
}

impl FromStr for FindingId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parts: Vec<&str> = text.split('_').collect();
        let fits = matches!(parts[..], ["fnd", account, digest]
            if account.parse::<AccountId>().is_ok()
                && digest.len() == Self::DIGITS
                && digest.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)));
        if fits { Ok(Self(text.to_owned())) } else { Err(Error::not_found("finding", text)) }
    }
}

impl TryFrom<String> for FindingId {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<FindingId> for String {
    fn from(id: FindingId) -> Self {
        id.0
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl utoipa::PartialSchema for FindingId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("Names what one check found wrong with one resource."))
            .pattern(Some("^fnd_[0-9]{12}_[0-9a-f]{32}$"))
            .into()
    }
}

impl utoipa::ToSchema for FindingId {}

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingStatus {
    /// Nobody has said anything about it.
    Open,
    /// It had been resolved and is there again.
    Reopened,
    /// Somebody knows of it.
    Acknowledged,
    /// Somebody is mending it.
    Remediating,
    /// The risk is taken, with a reason.
    Accepted,
    /// The check is wrong about it, with a reason.
    FalsePositive,
    /// The check passes, or the resource is gone.
    Resolved,
}

impl FindingStatus {
    /// Every status, in the order in which lists show them.
    pub const ALL: &[Self] = &[
        Self::Open,
        Self::Reopened,
        Self::Acknowledged,
        Self::Remediating,
        Self::Accepted,
        Self::FalsePositive,
        Self::Resolved,
    ];

    /// Returns the status as documents spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reopened => "reopened",
            Self::Acknowledged => "acknowledged",
            Self::Remediating => "remediating",
            Self::Accepted => "accepted",
            Self::FalsePositive => "false_positive",
            Self::Resolved => "resolved",
        }
    }

    /// Tells whether a person may say so; the others follow from what scans see.
    pub fn is_said(self) -> bool {
        !matches!(self, Self::Reopened | Self::Resolved)
    }

    /// Tells whether whoever says so owes a reason.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Accepted | Self::FalsePositive)
    }
}

impl FromStr for FindingStatus {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let known = Self::ALL.iter().find(|status| status.as_str() == text).copied();
        known.ok_or_else(|| Error::invalid("status", format!("{text} is no status of a finding")))
    }
}

/// One change of a finding's status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StatusChange {
    /// When.
    pub at: DateTime<Utc>,
    /// The status from then on.
    pub status: FindingStatus,
    /// Who said so; nobody where a scan saw it.
    #[schema(required = true)]
    pub by: Option<UserId>,
    /// Why, where somebody said so.
    #[schema(required = true)]
    pub reason: Option<String>,
}

/// What a check found wrong with a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is called.
    pub id: FindingId,
    /// How often it has changed.
    pub version: Version,
    /// The check.
    pub check: CheckId,
    /// How bad it is.
    pub severity: Severity,
    /// The resource.
    pub resource_id: ResourceId,
    /// The Amazon Resource Name of the resource, where it has one.
    pub arn: Option<String>,
    /// What people call the resource, where they do.
    pub resource_name: Option<String>,
    /// The tags of the resource.
    pub tags: BTreeMap<String, String>,
    /// The agent that answers for the resource.
    pub owner_agent: HistoricalAgent,
    /// What is wrong, in sentences.
    pub reasons: BTreeSet<String>,
    /// Whether the resource can be reached from the internet.
    pub exposed: bool,
    /// Where it stands.
    pub status: FindingStatus,
    /// When it was first seen.
    pub first_seen: DateTime<Utc>,
    /// When its status last changed, the latest last.
    pub history: Vec<StatusChange>,
}

impl Finding {
    /// What a finding is called in errors.
    pub const KIND: &'static str = "finding";

    /// Begins a finding.
    pub fn opened(check: &CheckId, severity: Severity, resource: &Resource, seen: Seen, at: DateTime<Utc>) -> Self {
        let finding = Self {
            id: FindingId::of(check, &resource.id),
            version: Version(0),
            check: check.clone(),
            severity,
            resource_id: resource.id.clone(),
            arn: None,
            resource_name: None,
            tags: BTreeMap::new(),
            owner_agent: resource.owner_agent,
            reasons: BTreeSet::new(),
            exposed: false,
            status: FindingStatus::Open,
            first_seen: at,
            history: Vec::new(),
        };
        finding.described(severity, resource, seen).turned(FindingStatus::Open, at, None, None)
    }

    /// Returns when the status last changed.
    pub fn changed_at(&self) -> DateTime<Utc> {
        self.history.last().map_or(self.first_seen, |change| change.at)
    }

    fn described(mut self, severity: Severity, resource: &Resource, seen: Seen) -> Self {
        self.severity = severity;
        self.arn.clone_from(&resource.arn);
        self.resource_name.clone_from(&resource.name);
        self.tags.clone_from(&resource.tags);
        self.owner_agent = resource.owner_agent;
        self.reasons = seen.reasons.into_iter().take(MOST_REASONS).collect();
        self.exposed = seen.exposed;
        self
    }

    fn turned(mut self, status: FindingStatus, at: DateTime<Utc>, by: Option<UserId>, reason: Option<String>) -> Self {
        self.version = self.version.next();
        self.status = status;
        self.history.push(StatusChange { at, status, by, reason });
        let excess = self.history.len().saturating_sub(MOST_HISTORY);
        self.history.drain(..excess);
        self
    }
}

#[cfg(test)]
mod tests;
