//! What tenants decide about discovery: one item a tenant.

use crate::{Consistency, Item, Key, Row, Store, Transaction, transaction::absent};
use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    aws::ResourceType,
    command::{Commit, Version},
    id::TenantId,
    settings::{DiscoverySettings, Settings},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Serialize, Deserialize)]
struct DiscoverySettingsRow {
    tenant_id: TenantId,
    cloud_control_types: BTreeSet<ResourceType>,
    retired_types: Vec<ResourceType>,
    version: Version,
}

impl Row for DiscoverySettingsRow {
    const ENTITY: &'static str = DiscoverySettings::KIND;
}

impl DiscoverySettingsRow {
    fn of(tenant: &TenantId, settings: &DiscoverySettings) -> Self {
        let DiscoverySettings { cloud_control_types, retired_types, version } = settings.clone();
        Self { tenant_id: tenant.clone(), cloud_control_types, retired_types, version }
    }
}

impl From<DiscoverySettingsRow> for DiscoverySettings {
    fn from(row: DiscoverySettingsRow) -> Self {
        let DiscoverySettingsRow { tenant_id: _, cloud_control_types, retired_types, version } = row;
        Self { cloud_control_types, retired_types, version }
    }
}

pub(super) fn settings_key(tenant: &TenantId) -> Key {
    Key::of_tenant(tenant, &["SETTINGS"], &[])
}

#[async_trait]
impl Settings for Store {
    async fn discovery_settings(&self, tenant: &TenantId) -> Result<DiscoverySettings> {
        let row: Option<DiscoverySettingsRow> = self.get(&settings_key(tenant), Consistency::Strong).await?;
        Ok(row.map_or_else(DiscoverySettings::untouched, DiscoverySettings::from))
    }

    async fn save_discovery_settings(
        &self,
        tenant: &TenantId,
        settings: &DiscoverySettings,
        commit: Commit,
    ) -> Result<()> {
        let item = Item::of(settings_key(tenant), &DiscoverySettingsRow::of(tenant, settings))?;
        let change = Transaction::new();
        let change = if settings.version == Version::FIRST {
            change.put_if(item, absent(), Error::PreconditionFailed { kind: DiscoverySettingsRow::ENTITY })
        } else {
            change.put_version(item)?
        };
        self.transact(change.commit(commit)).await
    }
}
