//! The API keys of users' programs.

use super::Permissions;
use crate::{Consistency, Item, Partition, Query, Row, Store, Transaction};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    command::{Commit, Version},
    id::{ApiKeyId, TenantId, UserId},
    identity::{ApiKey, ApiKeys},
    page::{Page, PageRequest},
};
use serde::{Deserialize, Serialize};

/// How long a key is kept after its end, so that its user sees why a program stopped.
const KEPT: TimeDelta = TimeDelta::days(30);

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ApiKeyRow {
    id: ApiKeyId,
    tenant_id: TenantId,
    user_id: UserId,
    name: String,
    sha256: String,
    permissions: Permissions,
    revoked: bool,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    version: Version,
}

impl Row for ApiKeyRow {
    const ENTITY: &'static str = "API key";
}

impl From<&ApiKey> for ApiKeyRow {
    fn from(key: &ApiKey) -> Self {
        let ApiKey { id, tenant, user, name, digest, permissions, revoked, created_at, expires_at, version } = key;
        Self {
            id: id.clone(),
            tenant_id: tenant.clone(),
            user_id: user.clone(),
            name: name.to_string(),
            sha256: digest.as_str().to_owned(),
            permissions: permissions.into(),
            revoked: *revoked,
            created_at: *created_at,
            expires_at: *expires_at,
            version: *version,
        }
    }
}

impl TryFrom<ApiKeyRow> for ApiKey {
    type Error = Error;

    fn try_from(row: ApiKeyRow) -> Result<Self> {
        let ApiKeyRow { id, tenant_id, user_id, name, sha256, permissions, revoked, created_at, expires_at, version } =
            row;
        Ok(Self {
            id,
            tenant: tenant_id,
            user: user_id,
            name: name.parse().map_err(Error::internal)?,
            digest: sha256.parse()?,
            permissions: permissions.into(),
            revoked,
            created_at,
            expires_at,
            version,
        })
    }
}

fn api_keys_of(tenant: &TenantId, user: &UserId) -> Partition {
    Partition::of_tenant(tenant, &["USER", user.as_str(), "API_KEYS"])
}

fn api_key_item(key: &ApiKey) -> Result<Item> {
    let place = api_keys_of(&key.tenant, &key.user).key(&[key.id.as_str()]);
    Ok(Item::of(place, &ApiKeyRow::from(key))?.expiring(key.expires_at + KEPT))
}

#[async_trait]
impl ApiKeys for Store {
    async fn api_key(&self, tenant: &TenantId, user: &UserId, id: &ApiKeyId) -> Result<Option<ApiKey>> {
        let place = api_keys_of(tenant, user).key(&[id.as_str()]);
        let row: Option<ApiKeyRow> = self.get(&place, Consistency::Strong).await?;
        row.map(ApiKey::try_from).transpose()
    }

    async fn api_keys(&self, tenant: &TenantId, user: &UserId, page: &PageRequest) -> Result<Page<ApiKey>> {
        let list = Query::of(&api_keys_of(tenant, user)).descending(true).consistent();
        let Page { items, next } = self.query::<ApiKeyRow>(&list, page).await?;
        Ok(Page { items: items.into_iter().map(ApiKey::try_from).collect::<Result<_>>()?, next })
    }

    async fn add_api_key(&self, key: &ApiKey, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().put_new(api_key_item(key)?).commit(commit)).await
    }

    async fn save_api_key(&self, key: &ApiKey, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().put_version(api_key_item(key)?)?.commit(commit)).await
    }
}
