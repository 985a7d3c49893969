//! Identity providers, and the entries by which the issuers and audiences of tokens lead to them.

use crate::{Consistency, Directory, Item, Key, Partition, Query, Row, Store, Transaction, transaction::absent};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::{Commit, Version},
    id::{ProviderId, TenantId},
    identity::{IdentityProvider, IdentityProviders, Issuer},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

#[derive(Debug, Serialize, Deserialize)]
struct ProviderRow {
    id: ProviderId,
    tenant_id: TenantId,
    name: String,
    issuer: Issuer,
    audiences: BTreeSet<String>,
    jwks_uri: Option<String>,
    created_at: DateTime<Utc>,
    version: Version,
}

impl Row for ProviderRow {
    const ENTITY: &'static str = "identity provider";
}

impl From<&IdentityProvider> for ProviderRow {
    fn from(provider: &IdentityProvider) -> Self {
        let IdentityProvider { id, tenant, name, issuer, audiences, jwks_uri, created_at, version } = provider.clone();
        Self { id, tenant_id: tenant, name, issuer, audiences, jwks_uri, created_at, version }
    }
}

impl From<ProviderRow> for IdentityProvider {
    fn from(row: ProviderRow) -> Self {
        let ProviderRow { id, tenant_id, name, issuer, audiences, jwks_uri, created_at, version } = row;
        Self { id, tenant: tenant_id, name, issuer, audiences, jwks_uri, created_at, version }
    }
}

/// Says which identity provider an issuer and one of its audiences stand for.
#[derive(Debug, Serialize, Deserialize)]
struct IssuerRow {
    tenant_id: TenantId,
    provider_id: ProviderId,
}

impl Row for IssuerRow {
    const ENTITY: &'static str = "issuer";
}

fn providers_of(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["IDENTITY_PROVIDERS"])
}

fn provider_key(tenant: &TenantId, id: &ProviderId) -> Key {
    providers_of(tenant).key(&[id.as_str()])
}

/// Names an issuer and an audience in a key, however long they are.
fn issuer_key(issuer: &Issuer, audience: &str) -> Key {
    // No issuer has a space in it, so no two pairs are written alike.
    Directory::Issuers.key(&[&hex::encode(Sha256::digest(format!("{issuer} {audience}")))])
}

#[async_trait]
impl IdentityProviders for Store {
    async fn provider_of(&self, issuer: &Issuer, audience: &str) -> Result<Option<IdentityProvider>> {
        let entry: Option<IssuerRow> = self.get(&issuer_key(issuer, audience), Consistency::Strong).await?;
        match entry {
            Some(IssuerRow { tenant_id, provider_id }) => self.provider(&tenant_id, &provider_id).await,
            None => Ok(None),
        }
    }

    async fn provider(&self, tenant: &TenantId, id: &ProviderId) -> Result<Option<IdentityProvider>> {
        let row: Option<ProviderRow> = self.get(&provider_key(tenant, id), Consistency::Strong).await?;
        Ok(row.map(IdentityProvider::from))
    }

    async fn providers(&self, tenant: &TenantId) -> Result<Vec<IdentityProvider>> {
        let rows: Vec<ProviderRow> = self.query_all(&Query::of(&providers_of(tenant)).consistent()).await?;
        Ok(rows.into_iter().map(IdentityProvider::from).collect())
    }

    async fn add_provider(&self, provider: &IdentityProvider, commit: Commit) -> Result<()> {
        let key = provider_key(&provider.tenant, &provider.id);
        let mut change = Transaction::new().put_new(Item::of(key, &ProviderRow::from(provider))?);
        for audience in &provider.audiences {
            let entry = IssuerRow { tenant_id: provider.tenant.clone(), provider_id: provider.id.clone() };
            let taken = Error::conflict(format!("the audience {audience} of this issuer is taken"));
            change = change.put_if(Item::of(issuer_key(&provider.issuer, audience), &entry)?, absent(), taken);
        }
        self.transact(change.commit(commit)).await
    }

    async fn remove_provider(&self, provider: &IdentityProvider, commit: Commit) -> Result<()> {
        let key = provider_key(&provider.tenant, &provider.id);
        let change = Transaction::new().delete_version::<ProviderRow>(key, provider.version);
        let entries = provider.audiences.iter().map(|audience| issuer_key(&provider.issuer, audience));
        self.transact(entries.fold(change, Transaction::delete).commit(commit)).await
    }
}
