//! The rows of identity, and how they become what the domain knows.

use crate::Row;
use chrono::{DateTime, SecondsFormat, Utc};
use pantheon_core::{
    Error, Result,
    command::Version,
    id::{SessionId, TenantId, UserId},
    identity::{Failures, PasswordHash, Session, SessionState, Tenant, User, UserState},
    permission::Role,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TenantRow {
    id: TenantId,
    name: String,
    created_at: DateTime<Utc>,
    version: Version,
}

impl Row for TenantRow {
    const ENTITY: &'static str = "tenant";
}

impl From<&Tenant> for TenantRow {
    fn from(Tenant { id, name, created_at, version }: &Tenant) -> Self {
        Self { id: id.clone(), name: name.to_string(), created_at: *created_at, version: *version }
    }
}

impl TryFrom<TenantRow> for Tenant {
    type Error = Error;

    fn try_from(TenantRow { id, name, created_at, version }: TenantRow) -> Result<Self> {
        Ok(Self { id, name: name.parse().map_err(Error::internal)?, created_at, version })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TenantNameRow {
    pub(super) tenant_id: TenantId,
}

impl Row for TenantNameRow {
    const ENTITY: &'static str = "tenant name";
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EmailRow {
    pub(super) tenant_id: TenantId,
    pub(super) user_id: UserId,
}

impl Row for EmailRow {
    const ENTITY: &'static str = "e-mail address";
}

#[derive(Serialize, Deserialize)]
pub(super) struct UserRow {
    id: UserId,
    tenant_id: TenantId,
    email: String,
    roles: BTreeSet<Role>,
    state: UserState,
    password: String,
    session_version: u64,
    created_at: DateTime<Utc>,
    version: Version,
}

impl Row for UserRow {
    const ENTITY: &'static str = "user";
}

impl From<&User> for UserRow {
    fn from(user: &User) -> Self {
        let User { id, tenant, email, roles, state, password, session_version, created_at, version } = user;
        Self {
            id: id.clone(),
            tenant_id: tenant.clone(),
            email: email.as_str().to_owned(),
            roles: roles.clone(),
            state: *state,
            password: password.0.clone(),
            session_version: *session_version,
            created_at: *created_at,
            version: *version,
        }
    }
}

impl TryFrom<UserRow> for User {
    type Error = Error;

    fn try_from(row: UserRow) -> Result<Self> {
        let UserRow { id, tenant_id, email, roles, state, password, session_version, created_at, version } = row;
        Ok(Self {
            id,
            tenant: tenant_id,
            email: email.parse().map_err(Error::internal)?,
            roles,
            state,
            password: PasswordHash(password),
            session_version,
            created_at,
            version,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SessionRow {
    id: SessionId,
    tenant_id: TenantId,
    user_id: UserId,
    state: SessionState,
    family_sha256: String,
    current_sha256: String,
    generation: u64,
    started_at: DateTime<Utc>,
    refreshed_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    version: Version,
}

impl Row for SessionRow {
    const ENTITY: &'static str = "session";
}

impl From<&Session> for SessionRow {
    fn from(session: &Session) -> Self {
        let Session {
            id,
            tenant,
            user,
            state,
            family,
            current,
            generation,
            started_at,
            refreshed_at,
            expires_at,
            version,
        } = session;
        Self {
            id: id.clone(),
            tenant_id: tenant.clone(),
            user_id: user.clone(),
            state: *state,
            family_sha256: family.as_str().to_owned(),
            current_sha256: current.as_str().to_owned(),
            generation: *generation,
            started_at: *started_at,
            refreshed_at: *refreshed_at,
            expires_at: *expires_at,
            version: *version,
        }
    }
}

impl TryFrom<SessionRow> for Session {
    type Error = Error;

    fn try_from(row: SessionRow) -> Result<Self> {
        let SessionRow {
            id,
            tenant_id,
            user_id,
            state,
            family_sha256,
            current_sha256,
            generation,
            started_at,
            refreshed_at,
            expires_at,
            version,
        } = row;
        Ok(Self {
            id,
            tenant: tenant_id,
            user: user_id,
            state,
            family: family_sha256.parse()?,
            current: current_sha256.parse()?,
            generation,
            started_at,
            refreshed_at,
            expires_at,
            version,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FailuresRow {
    count: u32,
    last_at: String,
}

impl Row for FailuresRow {
    const ENTITY: &'static str = "failed sign-ins";
}

/// Writes a moment in the one way that conditions compare with.
pub(super) fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Nanos, true)
}

impl From<Failures> for FailuresRow {
    fn from(Failures { count, last_at }: Failures) -> Self {
        Self { count, last_at: text(last_at) }
    }
}

impl TryFrom<FailuresRow> for Failures {
    type Error = Error;

    fn try_from(FailuresRow { count, last_at }: FailuresRow) -> Result<Self> {
        let last_at = DateTime::parse_from_rfc3339(&last_at).map_err(Error::internal)?.to_utc();
        Ok(Self { count, last_at })
    }
}
