//! The roles that tenants make for themselves: one item a tenant, so that they change one at a time.

use super::Permissions;
use crate::{Consistency, Item, Key, Row, Store, Transaction, transaction::absent};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::{Commit, Version},
    id::TenantId,
    identity::{CustomRole, RoleBook, RoleName, Roles},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct RoleBookRow {
    tenant_id: TenantId,
    custom: Vec<RoleRow>,
    version: Version,
}

impl Row for RoleBookRow {
    const ENTITY: &'static str = "role book";
}

#[derive(Debug, Serialize, Deserialize)]
struct RoleRow {
    name: RoleName,
    description: String,
    permissions: Permissions,
    created_at: DateTime<Utc>,
    version: Version,
}

impl From<&CustomRole> for RoleRow {
    fn from(CustomRole { name, description, permissions, created_at, version }: &CustomRole) -> Self {
        Self {
            name: name.clone(),
            description: description.clone(),
            permissions: permissions.into(),
            created_at: *created_at,
            version: *version,
        }
    }
}

impl From<RoleRow> for CustomRole {
    fn from(RoleRow { name, description, permissions, created_at, version }: RoleRow) -> Self {
        Self { name, description, permissions: permissions.into(), created_at, version }
    }
}

impl From<&RoleBook> for RoleBookRow {
    fn from(RoleBook { tenant, custom, version }: &RoleBook) -> Self {
        Self { tenant_id: tenant.clone(), custom: custom.values().map(RoleRow::from).collect(), version: *version }
    }
}

impl From<RoleBookRow> for RoleBook {
    fn from(RoleBookRow { tenant_id, custom, version }: RoleBookRow) -> Self {
        let custom = custom.into_iter().map(|role| (role.name.clone(), role.into())).collect();
        Self { tenant: tenant_id, custom, version }
    }
}

fn book_key(tenant: &TenantId) -> Key {
    Key::of_tenant(tenant, &["ROLES"], &[])
}

#[async_trait]
impl Roles for Store {
    async fn role_book(&self, tenant: &TenantId) -> Result<RoleBook> {
        let row: Option<RoleBookRow> = self.get(&book_key(tenant), Consistency::Strong).await?;
        Ok(row.map_or_else(|| RoleBook::empty(tenant.clone()), RoleBook::from))
    }

    async fn save_roles(&self, roles: &RoleBook, commit: Commit) -> Result<()> {
        let item = Item::of(book_key(&roles.tenant), &RoleBookRow::from(roles))?;
        let change = Transaction::new();
        let change = if roles.version == Version::FIRST {
            change.put_if(item, absent(), Error::PreconditionFailed { kind: RoleBookRow::ENTITY })
        } else {
            change.put_version(item)?
        };
        self.transact(change.commit(commit)).await
    }
}
