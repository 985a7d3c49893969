//! The sign-ins of users.

use crate::{Consistency, Item, Partition, Query, Row, Store, Transaction};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    command::{Commit, Version},
    id::{SessionId, TenantId, UserId},
    identity::{Exchange, Session, SessionState, Sessions, SignIn},
    page::{Page, PageRequest},
};
use serde::{Deserialize, Serialize};

/// How long a session is kept after it has expired, so that its end can still be looked up.
const KEPT: TimeDelta = TimeDelta::days(1);

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SessionRow {
    id: SessionId,
    tenant_id: TenantId,
    user_id: UserId,
    sign_in: SignIn,
    state: SessionState,
    family_sha256: String,
    current_sha256: String,
    last: Option<ExchangeRow>,
    generation: u64,
    started_at: DateTime<Utc>,
    refreshed_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    version: Version,
}

impl Row for SessionRow {
    const ENTITY: &'static str = "session";
}

#[derive(Debug, Serialize, Deserialize)]
struct ExchangeRow {
    spent_sha256: String,
    key_sha256: String,
    at: DateTime<Utc>,
}

impl From<&Exchange> for ExchangeRow {
    fn from(Exchange { spent, key, at }: &Exchange) -> Self {
        Self { spent_sha256: spent.as_str().to_owned(), key_sha256: key.as_str().to_owned(), at: *at }
    }
}

impl TryFrom<ExchangeRow> for Exchange {
    type Error = Error;

    fn try_from(ExchangeRow { spent_sha256, key_sha256, at }: ExchangeRow) -> Result<Self> {
        Ok(Self { spent: spent_sha256.parse()?, key: key_sha256.parse()?, at })
    }
}

impl From<&Session> for SessionRow {
    fn from(session: &Session) -> Self {
        let Session {
            id,
            tenant,
            user,
            sign_in,
            state,
            family,
            current,
            last,
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
            sign_in: sign_in.clone(),
            state: *state,
            family_sha256: family.as_str().to_owned(),
            current_sha256: current.as_str().to_owned(),
            last: last.as_ref().map(ExchangeRow::from),
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
            sign_in,
            state,
            family_sha256,
            current_sha256,
            last,
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
            sign_in,
            state,
            family: family_sha256.parse()?,
            current: current_sha256.parse()?,
            last: last.map(Exchange::try_from).transpose()?,
            generation,
            started_at,
            refreshed_at,
            expires_at,
            version,
        })
    }
}

pub(super) fn sessions_of(tenant: &TenantId, user: &UserId) -> Partition {
    Partition::of_tenant(tenant, &["USER", user.as_str(), "SESSIONS"])
}

fn session_item(session: &Session) -> Result<Item> {
    let key = sessions_of(&session.tenant, &session.user).key(&[session.id.as_str()]);
    Ok(Item::of(key, &SessionRow::from(session))?.expiring(session.expires_at + KEPT))
}

#[async_trait]
impl Sessions for Store {
    async fn session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Session>> {
        let key = sessions_of(tenant, user).key(&[id.as_str()]);
        let row: Option<SessionRow> = self.get(&key, Consistency::Strong).await?;
        row.map(Session::try_from).transpose()
    }

    async fn sessions(&self, tenant: &TenantId, user: &UserId, page: &PageRequest) -> Result<Page<Session>> {
        let list = Query::of(&sessions_of(tenant, user)).descending(true).consistent();
        let Page { items, next } = self.query::<SessionRow>(&list, page).await?;
        Ok(Page { items: items.into_iter().map(Session::try_from).collect::<Result<_>>()?, next })
    }

    async fn start(&self, session: &Session, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().put_new(session_item(session)?).commit(commit)).await
    }

    async fn save(&self, session: &Session, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().put_version(session_item(session)?)?.commit(commit)).await
    }
}
