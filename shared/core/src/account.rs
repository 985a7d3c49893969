//! Connected accounts: how an account is connected, proven, kept in step with its organization
//! and let go.
//!
//! Reading order: the account and its states (here), the secret that its role asks for
//! ([`external_id`]), what makes a role trustworthy ([`trust`]), how an organization's members
//! follow it ([`sync`]), what is told ([`facts`]), and the ports ([`ports`]).

pub mod external_id;
pub mod facts;
pub mod ports;
pub mod sync;
pub mod trust;

pub use external_id::ExternalId;
pub use ports::{Accounts, ConnectedAccounts, Organizations, Regions, Trust};
pub use trust::{Attempt, Refusal, RefusalReason, Verdict};

use crate::{
    Error, Result,
    aws::{AccountId, Region, RoleName},
    command::Version,
    id::ConnectionId,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use sync::Synchronization;

/// What an account is to the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// The management account of an organization; its members follow it.
    Organization,
    /// An account that was connected by itself.
    Account,
    /// An account that came with its organization.
    Member,
}

impl AccountKind {
    /// Returns the kind as the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Account => "account",
            Self::Member => "member",
        }
    }
}

impl FromStr for AccountKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let all = [Self::Organization, Self::Account, Self::Member];
        let found = all.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| Error::invalid("kind", "must be organization, account or member"))
    }
}

/// How far a connection has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Waits for its role to be deployed and verified.
    Pending,
    /// Its role was proven; scans look at it.
    Connected,
    /// Its role was found wanting; the refusal says why.
    Refused,
    /// The tenant let it go.
    Disconnected,
    /// It is no active member of its organization any more.
    Left,
}

impl AccountState {
    /// Returns the state as the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Connected => "connected",
            Self::Refused => "refused",
            Self::Disconnected => "disconnected",
            Self::Left => "left",
        }
    }

    /// Tells whether nothing more happens to the account until it is connected anew.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Disconnected | Self::Left)
    }
}

impl FromStr for AccountState {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let all = [Self::Pending, Self::Connected, Self::Refused, Self::Disconnected, Self::Left];
        let found = all.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| Error::invalid("state", "must be pending, connected, refused, disconnected or left"))
    }
}

/// What people call an account: 1 to 64 characters, none of them a control character.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

impl AccountName {
    /// The most characters that a name has.
    pub const LONGEST: usize = 64;

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Names an account as its organization does, cut to what fits; by its number if that is nothing.
    pub fn of_member(name: &str, id: &AccountId) -> Self {
        let kept: String = name.chars().filter(|character| !character.is_control()).take(Self::LONGEST).collect();
        kept.trim().parse().unwrap_or_else(|_| Self::from(id))
    }
}

impl FromStr for AccountName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let fits = (1..=Self::LONGEST).contains(&text.chars().count());
        if fits && text.trim() == text && !text.chars().any(char::is_control) {
            return Ok(Self(text.to_owned()));
        }
        Err(Error::invalid("name", "must be 1 to 64 characters without control characters or outer spaces"))
    }
}

impl From<&AccountId> for AccountName {
    fn from(id: &AccountId) -> Self {
        Self(id.to_string())
    }
}

impl TryFrom<String> for AccountName {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> Self {
        name.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl utoipa::PartialSchema for AccountName {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("1 to 64 characters without control characters or outer spaces."))
            .pattern(Some(
                r"^[^\s\u0000-\u001f\u007f-\u009f]([^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f])?$",
            ))
            .max_length(Some(Self::LONGEST))
            .into()
    }
}

impl utoipa::ToSchema for AccountName {}

/// An AWS account that a tenant has connected, or is about to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its 12 digits.
    pub id: AccountId,
    /// How often it has changed.
    pub version: Version,
    /// The connection that it belongs to; the members of an organization share the organization's.
    pub connection: ConnectionId,
    /// What it is to the tenant.
    pub kind: AccountKind,
    /// What people call it.
    pub name: AccountName,
    /// The role in it that Pantheon assumes.
    pub role_name: RoleName,
    /// What the role asks for before it lets itself be assumed.
    pub external_id: ExternalId,
    /// The regions to look at, or `None` for every enabled one.
    pub regions: Option<Vec<Region>>,
    /// How far the connection has come.
    pub state: AccountState,
    /// Why it was refused, while it is.
    pub refusal: Option<Refusal>,
    /// How it stands with its members; only of an organization.
    pub synchronization: Option<Synchronization>,
    /// When the connection was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When its role was last tried.
    pub verified_at: Option<DateTime<Utc>>,
    /// When it came to be connected, if it is or was.
    pub connected_at: Option<DateTime<Utc>>,
    /// When it was disconnected or left, if it did.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What a tenant says about an account that it wants to connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Its 12 digits.
    pub id: AccountId,
    /// Whether it stands for its whole organization.
    pub kind: AccountKind,
    /// What people call it.
    pub name: AccountName,
    /// The role that Pantheon shall assume.
    pub role_name: RoleName,
    /// The regions to look at, or `None` for every enabled one.
    pub regions: Option<Vec<Region>>,
}

impl Account {
    /// Begins a connection with a secret that was made for it alone.
    pub fn requested(wish: Wish, external_id: ExternalId, now: DateTime<Utc>) -> Self {
        let Wish { id, kind, name, role_name, regions } = wish;
        Self {
            id,
            version: Version::FIRST,
            connection: ConnectionId::generate(now),
            kind,
            name,
            role_name,
            external_id,
            regions,
            state: AccountState::Pending,
            refusal: None,
            synchronization: (kind == AccountKind::Organization).then(Synchronization::default),
            created_at: now,
            updated_at: now,
            verified_at: None,
            connected_at: None,
            ended_at: None,
        }
    }

    /// Begins a new connection of an account that had been let go or had left; nothing of the old
    /// one, least of all its secret, is kept.
    pub fn requested_again(&self, wish: Wish, external_id: ExternalId, now: DateTime<Utc>) -> Result<Self> {
        if !self.state.has_ended() {
            return Err(Error::conflict(format!(
                "account {} is already {}; read it, verify it, or disconnect it first",
                self.id,
                self.state.as_str()
            )));
        }
        Ok(Self { version: self.version.next(), ..Self::requested(wish, external_id, now) })
    }

    /// Fails with `conflict` unless the role of the account may be tried.
    pub fn may_be_verified(&self) -> Result<()> {
        if !self.state.has_ended() {
            return Ok(());
        }
        Err(Error::conflict(format!("account {} is {}; connect it again first", self.id, self.state.as_str())))
    }

    /// Returns the account after its role was tried.
    #[must_use]
    pub fn judged(&self, verdict: Verdict, now: DateTime<Utc>) -> Self {
        let mut judged = Self { verified_at: Some(now), ..self.changed(now) };
        match verdict {
            Verdict::Trusted => {
                judged.state = AccountState::Connected;
                judged.refusal = None;
                judged.connected_at = self.connected_at.filter(|_| self.state == AccountState::Connected).or(Some(now));
            }
            Verdict::Refused(refusal) => {
                judged.state = AccountState::Refused;
                judged.refusal = Some(refusal);
            }
        }
        judged
    }

    /// Returns the account after it was let go.
    #[must_use]
    pub fn disconnected(&self, now: DateTime<Utc>) -> Self {
        Self { state: AccountState::Disconnected, refusal: None, ended_at: Some(now), ..self.changed(now) }
    }

    /// Returns the account after its organization stopped listing it as active.
    #[must_use]
    pub fn left(&self, now: DateTime<Utc>) -> Self {
        Self { state: AccountState::Left, refusal: None, ended_at: Some(now), ..self.changed(now) }
    }

    /// Returns the organization after its members were asked to be synchronized; `conflict` unless
    /// it is a connected organization.
    pub fn synchronization_requested(&self, now: DateTime<Utc>) -> Result<Self> {
        if self.kind != AccountKind::Organization || self.state != AccountState::Connected {
            return Err(Error::conflict(format!(
                "account {} is no connected organization; connect and verify its management account first",
                self.id
            )));
        }
        let mut synchronization = self.synchronization.clone().unwrap_or_default();
        synchronization.requested_at = Some(now);
        Ok(Self { synchronization: Some(synchronization), ..self.changed(now) })
    }

    /// Returns the organization after its members were synchronized, or could not be.
    #[must_use]
    pub fn synchronized(&self, outcome: Synchronization, now: DateTime<Utc>) -> Self {
        Self { synchronization: Some(outcome), ..self.changed(now) }
    }

    fn changed(&self, now: DateTime<Utc>) -> Self {
        Self { version: self.version.next(), updated_at: now, ..self.clone() }
    }
}

/// Which accounts are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Only of this kind.
    pub kind: Option<AccountKind>,
    /// Only in this state.
    pub state: Option<AccountState>,
    /// Only of this connection.
    pub connection: Option<ConnectionId>,
}

impl AccountFilter {
    /// Tells whether the account is wanted.
    pub fn takes(&self, account: &Account) -> bool {
        self.kind.is_none_or(|kind| account.kind == kind)
            && self.state.is_none_or(|state| account.state == state)
            && self.connection.as_ref().is_none_or(|connection| account.connection == *connection)
    }
}

#[cfg(test)]
mod tests;
