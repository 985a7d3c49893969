//! API keys: how programs sign in.

use super::{ApiKeyToken, Digest};
use crate::{
    Caller, Error, Result,
    command::Version,
    event::Fact,
    id::{ApiKeyId, TenantId, UserId},
    permission::Permission,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// A program's way in, for as long as its user may sign in, and with no more than its user may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Which key it is.
    pub id: ApiKeyId,
    /// The tenant of the user.
    pub tenant: TenantId,
    /// The user whose program it is.
    pub user: UserId,
    /// What the user calls it.
    pub name: ApiKeyName,
    /// The digest of the secret.
    pub digest: Digest,
    /// What it permits, where its user still holds that.
    pub permissions: BTreeSet<Permission>,
    /// Whether it was called back.
    pub revoked: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ceases to be good.
    pub expires_at: DateTime<Utc>,
    /// How often it has changed.
    pub version: Version,
}

impl ApiKey {
    /// How many keys a user has at most that are still good.
    pub const MOST: usize = 25;

    /// Makes the key that the token stands for; fails if the caller holds less than it would.
    pub fn make(
        token: &ApiKeyToken,
        name: ApiKeyName,
        permissions: BTreeSet<Permission>,
        lifetime: ApiKeyLifetime,
        by: &Caller,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        by.may_grant(&permissions)?;
        Ok(Self {
            id: token.key().clone(),
            tenant: token.tenant().clone(),
            user: token.user().clone(),
            name,
            digest: token.digest(),
            permissions,
            revoked: false,
            created_at: now,
            expires_at: now + lifetime.0,
            version: Version::FIRST,
        })
    }

    /// Tells whether the token is this key's, and in time.
    pub fn admits(&self, token: &ApiKeyToken, now: DateTime<Utc>) -> bool {
        self.is_good(now) && token.digest() == self.digest
    }

    /// Tells whether the key may still be used.
    pub fn is_good(&self, now: DateTime<Utc>) -> bool {
        !self.revoked && now < self.expires_at
    }

    /// Calls the key back, or returns `None` if that was done before.
    pub fn revoke(&self) -> Option<Self> {
        (!self.revoked).then(|| Self { revoked: true, version: self.version.next(), ..self.clone() })
    }
}

/// What a user calls an API key: 1 to 80 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyName(String);

impl ApiKeyName {
    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ApiKeyName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let fits = (1..=80).contains(&text.chars().count()) && text.trim() == text;
        if fits && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::invalid("/name", "must be 1 to 80 characters without spaces around them"))
        }
    }
}

impl fmt::Display for ApiKeyName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// How long an API key is good: 1 to 365 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiKeyLifetime(TimeDelta);

impl ApiKeyLifetime {
    /// How long a key is good unless its maker says otherwise.
    pub const DEFAULT: Self = Self(TimeDelta::days(90));

    /// Takes a number of days.
    pub fn of_days(days: i64) -> Result<Self> {
        if (1..=365).contains(&days) {
            Ok(Self(TimeDelta::days(days)))
        } else {
            Err(Error::invalid("/expires_in_days", "must be 1 to 365 days"))
        }
    }
}

/// An API key was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ApiKeyCreated {
    /// The key.
    pub api_key_id: ApiKeyId,
    /// The user whose program it is for.
    pub user_id: UserId,
    /// What it permits.
    pub permissions: BTreeSet<Permission>,
    /// When it ceases to be good.
    pub expires_at: DateTime<Utc>,
}

impl ApiKeyCreated {
    /// Tells it of a key.
    pub fn of(key: &ApiKey) -> Self {
        Self {
            api_key_id: key.id.clone(),
            user_id: key.user.clone(),
            permissions: key.permissions.clone(),
            expires_at: key.expires_at,
        }
    }
}

impl Fact for ApiKeyCreated {
    const KIND: &'static str = "api_key.created";

    fn subject(&self) -> String {
        format!("api-keys/{}", self.api_key_id)
    }
}

/// An API key was called back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ApiKeyRevoked {
    /// The key.
    pub api_key_id: ApiKeyId,
    /// The user whose program it was for.
    pub user_id: UserId,
}

impl ApiKeyRevoked {
    /// Tells it of a key.
    pub fn of(key: &ApiKey) -> Self {
        Self { api_key_id: key.id.clone(), user_id: key.user.clone() }
    }
}

impl Fact for ApiKeyRevoked {
    const KIND: &'static str = "api_key.revoked";

    fn subject(&self) -> String {
        format!("api-keys/{}", self.api_key_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Credential, id::SessionId};

    fn at(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    fn make(permissions: &[Permission]) -> (Result<ApiKey>, ApiKeyToken) {
        let (tenant, user) = (TenantId::generate(at(0)), UserId::generate(at(0)));
        let token = ApiKeyToken::make(tenant.clone(), user.clone(), ApiKeyId::generate(at(0)), [1; 32]);
        let credential = Credential::Session(SessionId::generate(at(0)));
        let caller = Caller { tenant, user, credential, permissions: [Permission::ScansRead].into() };
        let permissions = permissions.iter().copied().collect();
        let name = "nightly export".parse().unwrap();
        (ApiKey::make(&token, name, permissions, ApiKeyLifetime::DEFAULT, &caller, at(0)), token)
    }

    #[test]
    fn is_good_for_ninety_days() {
        let (key, token) = make(&[Permission::ScansRead]);
        let key = key.unwrap();

        assert!(key.admits(&token, at(89)));
        assert!(!key.admits(&token, at(90)));
    }

    #[test]
    fn is_good_for_nobody_once_revoked() {
        let (key, token) = make(&[]);
        let revoked = key.unwrap().revoke().unwrap();

        assert!(!revoked.admits(&token, at(1)));
        assert_eq!(revoked.revoke(), None);
    }

    #[test]
    fn knows_its_own_secret_alone() {
        let (key, _) = make(&[]);
        let (_, other) = make(&[]);

        assert!(!key.unwrap().admits(&other, at(1)));
    }

    #[test]
    fn permits_no_more_than_its_maker() {
        assert!(matches!(make(&[Permission::UsersWrite]).0, Err(Error::Forbidden { .. })));
    }

    #[test]
    fn lives_a_day_to_a_year() {
        assert!(ApiKeyLifetime::of_days(0).is_err());
        assert!(ApiKeyLifetime::of_days(1).is_ok());
        assert!(ApiKeyLifetime::of_days(365).is_ok());
        assert!(ApiKeyLifetime::of_days(366).is_err());
    }
}
