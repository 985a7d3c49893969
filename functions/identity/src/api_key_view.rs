//! An API key as the API shows it.

use crate::shown_once::ShownOnce;
use chrono::{DateTime, Utc};
use pantheon_core::{
    id::{ApiKeyId, UserId},
    identity::{ApiKey, ApiKeyToken},
    permission::Permission,
};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A program's way in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ApiKeyView {
    /// The key.
    pub id: ApiKeyId,
    /// The user whose program it is.
    pub user_id: UserId,
    /// What the user calls it.
    pub name: String,
    /// What it permits, where its user still holds that.
    pub permissions: BTreeSet<Permission>,
    /// Whether it is still good: neither called back nor past its end.
    pub good: bool,
    /// Whether it was called back.
    pub revoked: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ceases to be good.
    pub expires_at: DateTime<Utc>,
}

impl ApiKeyView {
    /// Shows a key at a moment.
    pub fn of(key: &ApiKey, now: DateTime<Utc>) -> Self {
        Self {
            id: key.id.clone(),
            user_id: key.user.clone(),
            name: key.name.to_string(),
            permissions: key.permissions.clone(),
            good: key.is_good(now),
            revoked: key.revoked,
            created_at: key.created_at,
            expires_at: key.expires_at,
        }
    }
}

/// A key, and the secret that a program signs in with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NewApiKeyView {
    /// The key.
    #[serde(flatten)]
    pub key: ApiKeyView,
    /// Send it as `Authorization: Bearer …`; shown in this answer only, and `null` where the request
    /// is repeated.
    #[schema(value_type = Option<String>, format = Password)]
    pub secret: ShownOnce,
}

impl NewApiKeyView {
    /// Shows a key with its secret.
    pub fn of(key: &ApiKey, token: &ApiKeyToken, now: DateTime<Utc>) -> Self {
        Self { key: ApiKeyView::of(key, now), secret: ShownOnce::shown(token.text()) }
    }

    /// Shows the same without the secret.
    #[must_use]
    pub fn without_secret(&self) -> Self {
        Self { secret: ShownOnce::hidden(), ..self.clone() }
    }
}
