//! How users are kept.

use crate::Row;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::Version,
    id::{TenantId, UserId},
    identity::{
        ExternalIdentity, Invitation, PasswordHash, RoleName, SecondFactor, SecondFactorState, User, UserState,
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Serialize, Deserialize)]
pub(super) struct UserRow {
    id: UserId,
    tenant_id: TenantId,
    email: String,
    roles: BTreeSet<RoleName>,
    state: UserState,
    password: Option<String>,
    invitation: Option<InvitationRow>,
    second_factor: Option<SecondFactorRow>,
    identities: BTreeSet<ExternalIdentity>,
    session_version: u64,
    sessions_since: DateTime<Utc>,
    created_at: DateTime<Utc>,
    version: Version,
}

impl Row for UserRow {
    const ENTITY: &'static str = "user";
}

#[derive(Serialize, Deserialize)]
struct InvitationRow {
    sha256: String,
    expires_at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct SecondFactorRow {
    state: SecondFactorState,
    sealed_secret: String,
    last_step: Option<u64>,
    recovery_sha256: Vec<String>,
    created_at: DateTime<Utc>,
}

impl From<&Invitation> for InvitationRow {
    fn from(Invitation { digest, expires_at }: &Invitation) -> Self {
        Self { sha256: digest.as_str().to_owned(), expires_at: *expires_at }
    }
}

impl TryFrom<InvitationRow> for Invitation {
    type Error = Error;

    fn try_from(InvitationRow { sha256, expires_at }: InvitationRow) -> Result<Self> {
        Ok(Self { digest: sha256.parse()?, expires_at })
    }
}

impl From<&SecondFactor> for SecondFactorRow {
    fn from(factor: &SecondFactor) -> Self {
        let SecondFactor { state, sealed_secret, last_step, recovery, created_at } = factor;
        Self {
            state: *state,
            sealed_secret: sealed_secret.clone(),
            last_step: *last_step,
            recovery_sha256: recovery.iter().map(|code| code.as_str().to_owned()).collect(),
            created_at: *created_at,
        }
    }
}

impl TryFrom<SecondFactorRow> for SecondFactor {
    type Error = Error;

    fn try_from(row: SecondFactorRow) -> Result<Self> {
        let SecondFactorRow { state, sealed_secret, last_step, recovery_sha256, created_at } = row;
        let recovery = recovery_sha256.iter().map(|code| code.parse()).collect::<Result<_>>()?;
        Ok(Self { state, sealed_secret, last_step, recovery, created_at })
    }
}

impl From<&User> for UserRow {
    fn from(user: &User) -> Self {
        let User {
            id,
            tenant,
            email,
            roles,
            state,
            password,
            invitation,
            second_factor,
            identities,
            session_version,
            sessions_since,
            created_at,
            version,
        } = user;
        Self {
            id: id.clone(),
            tenant_id: tenant.clone(),
            email: email.as_str().to_owned(),
            roles: roles.clone(),
            state: *state,
            password: password.as_ref().map(|hash| hash.0.clone()),
            invitation: invitation.as_ref().map(InvitationRow::from),
            second_factor: second_factor.as_ref().map(SecondFactorRow::from),
            identities: identities.clone(),
            session_version: *session_version,
            sessions_since: *sessions_since,
            created_at: *created_at,
            version: *version,
        }
    }
}

impl TryFrom<UserRow> for User {
    type Error = Error;

    fn try_from(row: UserRow) -> Result<Self> {
        let UserRow {
            id,
            tenant_id,
            email,
            roles,
            state,
            password,
            invitation,
            second_factor,
            identities,
            session_version,
            sessions_since,
            created_at,
            version,
        } = row;
        Ok(Self {
            id,
            tenant: tenant_id,
            email: email.parse().map_err(Error::internal)?,
            roles,
            state,
            password: password.map(PasswordHash),
            invitation: invitation.map(Invitation::try_from).transpose()?,
            second_factor: second_factor.map(SecondFactor::try_from).transpose()?,
            identities,
            session_version,
            sessions_since,
            created_at,
            version,
        })
    }
}
