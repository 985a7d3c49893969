//! What scans found.

use super::{listing::list, resource_index, resource_key};
use crate::{Consistency, Item, Row, Store};
use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use pantheon_core::{
    Error, Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    collect::Scope,
    freshness::Looks,
    id::TenantId,
    page::{Page, PageRequest},
    resource::{Resource, ResourceId, ResourceState},
    scan::{Inventory, InventoryChange, Manifest, ResourceFilter},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How long a resource that is gone can still be asked for.
const GONE_DAYS: i64 = 30;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ResourceRow {
    id: ResourceId,
    account_id: AccountId,
    region: Region,
    resource_type: ResourceType,
    arn: Option<String>,
    name: Option<String>,
    state: ResourceState,
    native_state: Option<String>,
    owner_agent: HistoricalAgent,
    dependencies: Vec<ResourceId>,
    tags: BTreeMap<String, String>,
    created_at: Option<DateTime<Utc>>,
    pub(super) updated_at: DateTime<Utc>,
    first_seen: DateTime<Utc>,
    /// The properties as JSON text, so that every number comes back as it was.
    properties: String,
    content_hash: String,
    /// When a complete scan no longer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) removed_at: Option<DateTime<Utc>>,
}

impl Row for ResourceRow {
    const ENTITY: &'static str = "resource";
}

impl TryFrom<Resource> for ResourceRow {
    type Error = Error;

    fn try_from(resource: Resource) -> Result<Self> {
        let Resource {
            id,
            arn,
            name,
            state,
            native_state,
            owner_agent,
            dependencies,
            tags,
            created_at,
            updated_at,
            first_seen,
            properties,
            content_hash,
        } = resource;
        Ok(Self {
            account_id: id.account_id.clone(),
            region: id.region.clone(),
            resource_type: id.resource_type.clone(),
            id,
            arn,
            name,
            state,
            native_state,
            owner_agent,
            dependencies,
            tags,
            created_at,
            updated_at,
            first_seen,
            properties: serde_json::to_string(&properties).map_err(Error::internal)?,
            content_hash,
            removed_at: None,
        })
    }
}

impl TryFrom<ResourceRow> for Resource {
    type Error = Error;

    fn try_from(row: ResourceRow) -> Result<Self> {
        let ResourceRow {
            id,
            account_id: _,
            region: _,
            resource_type: _,
            arn,
            name,
            state,
            native_state,
            owner_agent,
            dependencies,
            tags,
            created_at,
            updated_at,
            first_seen,
            properties,
            content_hash,
            removed_at: _,
        } = row;
        Ok(Self {
            id,
            arn,
            name,
            state,
            native_state,
            owner_agent,
            dependencies,
            tags,
            created_at,
            updated_at,
            first_seen,
            properties: serde_json::from_str(&properties).map_err(Error::internal)?,
            content_hash,
        })
    }
}

pub(super) fn resource_item(tenant: &TenantId, row: &ResourceRow) -> Result<Item> {
    let item = Item::of(resource_key(tenant, &row.id), row)?.indexed(&resource_index(tenant, &row.id));
    Ok(match row.removed_at {
        Some(removed_at) => item.expiring(removed_at + Duration::days(GONE_DAYS)),
        None => item,
    })
}

/// Decides what to put for a resource that was found; `None` if it is there already.
///
/// What was seen later than this stays.
pub(super) fn found(resource: Resource, known: Option<&ResourceRow>) -> Result<Option<ResourceRow>> {
    let first_seen = match known {
        Some(known) if known.updated_at > resource.updated_at => return Ok(None),
        Some(known) if known.removed_at.is_some() => resource.first_seen,
        Some(known) if known.content_hash == resource.content_hash => return Ok(None),
        Some(known) => known.first_seen,
        None => resource.first_seen,
    };
    ResourceRow::try_from(Resource { first_seen, ..resource }).map(Some)
}

/// Decides what to put for a resource that is gone; `None` if that is known already.
pub(super) fn gone(known: ResourceRow, now: DateTime<Utc>) -> Option<ResourceRow> {
    if known.removed_at.is_some() || known.updated_at > now {
        return None;
    }
    Some(ResourceRow { state: ResourceState::Deleting, updated_at: now, removed_at: Some(now), ..known })
}

impl Store {
    /// Writes the resources of a change that are not in the inventory as they should be.
    async fn put_resources(
        &self,
        tenant: &TenantId,
        write: Vec<Resource>,
        remove: &[ResourceId],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let touched: BTreeSet<&ResourceId> = write.iter().map(|resource| &resource.id).chain(remove).collect();
        let keys = touched.into_iter().map(|id| resource_key(tenant, id)).collect();
        let known: Vec<ResourceRow> = self.get_all(keys).await?;
        let mut known: BTreeMap<ResourceId, ResourceRow> = known.into_iter().map(|row| (row.id.clone(), row)).collect();

        let mut items = Vec::new();
        for resource in write {
            let row = found(resource.clone(), known.get(&resource.id))?;
            items.extend(row.map(|row| resource_item(tenant, &row)).transpose()?);
        }
        for id in remove {
            let row = known.remove(id).and_then(|known| gone(known, now));
            items.extend(row.map(|row| resource_item(tenant, &row)).transpose()?);
        }
        self.put_all(items).await
    }
}

#[async_trait]
impl Inventory for Store {
    async fn manifest(&self, tenant: &TenantId, scope: &Scope) -> Result<Manifest> {
        Ok(self.stored_manifest(tenant, scope).await?.manifest)
    }

    /// Writes the resources first and the manifest last: if the process dies in between, the next
    /// run finds the same differences and writes what is missing.
    async fn apply(&self, tenant: &TenantId, scope: &Scope, change: InventoryChange, now: DateTime<Utc>) -> Result<()> {
        let InventoryChange { write, remove, manifest } = change;
        if write.is_empty() && remove.is_empty() && manifest.is_none() {
            return Ok(());
        }
        let before = self.stored_manifest(tenant, scope).await?;
        if before.observed_at > now.timestamp_millis() {
            tracing::info!(?scope, "a later look at the same scope was applied already");
            return Ok(());
        }
        let touched: Vec<ResourceId> = write.iter().map(|resource| &resource.id).chain(&remove).cloned().collect();
        self.put_resources(tenant, write, &remove, now).await?;
        let Some(mut manifest) = manifest else { return Ok(()) };
        // Whoever has looked at one of them meanwhile may have been written over: the next scan sees.
        let fresher = self.looked_since(tenant, scope, now).await?;
        let unsure = touched.iter().filter(|id| fresher.covers(id));
        manifest.hashes.extend(unsure.map(|id| (id.clone(), String::new())));
        self.keep_manifest((tenant, scope), before, manifest, &touched, now).await
    }

    async fn resource(&self, tenant: &TenantId, id: &ResourceId) -> Result<Option<Resource>> {
        let found: Option<ResourceRow> = self.get(&resource_key(tenant, id), Consistency::Eventual).await?;
        found.map(Resource::try_from).transpose()
    }

    async fn resources(
        &self,
        tenant: &TenantId,
        filter: &ResourceFilter,
        page: &PageRequest,
    ) -> Result<Page<Resource>> {
        let found: Page<ResourceRow> = self.query(&list(tenant, filter)?, page).await?;
        let items = found.items.into_iter().map(Resource::try_from).collect::<Result<_>>()?;
        Ok(Page { items, next: found.next })
    }
}
