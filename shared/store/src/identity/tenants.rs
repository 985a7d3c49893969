//! Tenants, and the entries that keep their names apart.

use super::users::{adding, claiming_email};
use crate::{Consistency, Directory, Item, Key, Row, Store, Transaction, transaction::absent};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::{Commit, Version},
    id::{TenantId, UserId},
    identity::{Tenant, TenantName, Tenants, User},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Serialize, Deserialize)]
struct TenantRow {
    id: TenantId,
    name: String,
    founding: bool,
    administrators: BTreeSet<UserId>,
    created_at: DateTime<Utc>,
    version: Version,
}

impl Row for TenantRow {
    const ENTITY: &'static str = "tenant";
}

impl From<&Tenant> for TenantRow {
    fn from(Tenant { id, name, founding, administrators, created_at, version }: &Tenant) -> Self {
        Self {
            id: id.clone(),
            name: name.to_string(),
            founding: *founding,
            administrators: administrators.clone(),
            created_at: *created_at,
            version: *version,
        }
    }
}

impl TryFrom<TenantRow> for Tenant {
    type Error = Error;

    fn try_from(row: TenantRow) -> Result<Self> {
        let TenantRow { id, name, founding, administrators, created_at, version } = row;
        Ok(Self { id, name: name.parse().map_err(Error::internal)?, founding, administrators, created_at, version })
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct TenantNameRow {
    tenant_id: TenantId,
}

impl Row for TenantNameRow {
    const ENTITY: &'static str = "tenant name";
}

fn tenant_key(id: &TenantId) -> Key {
    Key::of_tenant(id, &["TENANT"], &[])
}

/// Builds the item of a tenant, which changes together with its administrators.
pub(super) fn tenant_item(tenant: &Tenant) -> Result<Item> {
    Item::of(tenant_key(&tenant.id), &TenantRow::from(tenant))
}

#[async_trait]
impl Tenants for Store {
    async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>> {
        let row: Option<TenantRow> = self.get(&tenant_key(id), Consistency::Strong).await?;
        row.map(Tenant::try_from).transpose()
    }

    async fn tenant_by_name(&self, name: &TenantName) -> Result<Option<Tenant>> {
        let entry = Directory::Tenants.key(&[&name.digest()]);
        match self.get::<TenantNameRow>(&entry, Consistency::Strong).await? {
            Some(entry) => self.tenant(&entry.tenant_id).await,
            None => Ok(None),
        }
    }

    async fn found(&self, tenant: &Tenant, administrator: &User, commit: Commit) -> Result<()> {
        let entry = TenantNameRow { tenant_id: tenant.id.clone() };
        let name = Item::of(Directory::Tenants.key(&[&tenant.name.digest()]), &entry)?;
        let taken = Error::conflict("the name belongs to another tenant");
        let founding = Transaction::new().put_if(name, absent(), taken);
        let founding = claiming_email(founding, administrator)?.put_new(tenant_item(tenant)?);
        self.transact(adding(founding, administrator)?.commit(commit)).await
    }
}
