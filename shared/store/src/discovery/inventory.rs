//! What scans found.

use super::{history::Replacement, listing::list, resource_index, resource_key};
use crate::{Consistency, Item, Row, Store, failure::SERVICE, retry::Backoff};
use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use pantheon_core::{
    Error, Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    collect::Scope,
    coverage::TypeCoverage,
    freshness::Looks,
    id::TenantId,
    page::{Page, PageRequest},
    resource::{Gone, LARGEST_DEPENDENCIES, Resource, ResourceId, ResourceState},
    scan::{Inventory, InventoryChange, Manifest, ResourceFilter},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a resource that is gone can still be asked for.
const GONE_DAYS: i64 = 30;
/// How many resources are replaced at once: each takes up to three of the 100 places of a transaction.
const REPLACED_AT_ONCE: usize = 33;
/// How many transactions are under way at once.
const TRANSACTIONS_AT_ONCE: usize = 4;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ResourceRow {
    pub(super) id: ResourceId,
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
    pub(super) content_hash: String,
    /// When a complete scan no longer saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) removed_at: Option<DateTime<Utc>>,
    /// When it was last seen, if it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_seen: Option<DateTime<Utc>>,
}

impl Row for ResourceRow {
    const ENTITY: &'static str = "resource";
}

impl ResourceRow {
    /// Returns a number of bytes that its item does not exceed.
    pub(super) fn most_bytes(&self) -> usize {
        // Keys, names and times take less than this, and so does the longest name of a dependency.
        const REST: usize = 10_000;
        let dependencies = (self.dependencies.len() * REST).min(2 * LARGEST_DEPENDENCIES);
        let tags: usize = self.tags.iter().map(|(key, value)| key.len() + value.len() + 10).sum();
        self.properties.len() + dependencies + tags + REST
    }
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
            gone,
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
            removed_at: gone.map(|gone| gone.removed_at),
            last_seen: gone.map(|gone| gone.last_seen),
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
            removed_at,
            last_seen,
        } = row;
        let gone = removed_at.map(|removed_at| Gone { removed_at, last_seen: last_seen.unwrap_or(removed_at) });
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
            gone,
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
///
/// It was last seen when it changed, or when its type was seen whole since.
pub(super) fn gone(known: &ResourceRow, seen: &TypesSeen, now: DateTime<Utc>) -> Option<ResourceRow> {
    if known.removed_at.is_some() || known.updated_at > now {
        return None;
    }
    let whole_at = seen.get(&known.resource_type).and_then(|seen| seen.whole_at);
    let last_seen = Some(known.updated_at.max(whole_at.unwrap_or(known.updated_at)));
    let known = known.clone();
    Some(ResourceRow { state: ResourceState::Deleting, updated_at: now, removed_at: Some(now), last_seen, ..known })
}

/// When the types of a scope were seen, before this look at it.
pub(super) type TypesSeen = BTreeMap<ResourceType, TypeCoverage>;

/// What is to become of resources: each as it was found, or `None` for one that is gone.
type Wanted = Vec<(ResourceId, Option<Resource>)>;

fn replacement(
    (id, found_now): &(ResourceId, Option<Resource>),
    known: &mut BTreeMap<ResourceId, ResourceRow>,
    seen: &TypesSeen,
    now: DateTime<Utc>,
) -> Result<Option<Replacement>> {
    let before = known.remove(id);
    let after = match found_now {
        Some(resource) => found(resource.clone(), before.as_ref())?,
        None => before.as_ref().and_then(|known| gone(known, seen, now)),
    };
    Ok(after.map(|after| Replacement { before, after }))
}

impl Store {
    /// Writes the resources of a change that are not in the inventory as they should be.
    async fn put_resources(
        &self,
        (tenant, scope): (&TenantId, &Scope),
        write: Vec<Resource>,
        remove: &[ResourceId],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let seen = if remove.is_empty() { TypesSeen::new() } else { self.types_seen(tenant, scope).await? };
        let removed = remove.iter().map(|id| (id.clone(), None));
        let found = write.into_iter().map(|resource| (resource.id.clone(), Some(resource)));
        // What is both gone and found was found.
        let mut wanted = removed.chain(found).collect::<BTreeMap<_, _>>().into_iter();
        let chunks = std::iter::from_fn(move || {
            let chunk: Wanted = wanted.by_ref().take(REPLACED_AT_ONCE).collect();
            (!chunk.is_empty()).then_some(chunk)
        });
        let written = stream::iter(chunks).map(|chunk| self.put_chunk(tenant, chunk, &seen, now));
        written.buffer_unordered(TRANSACTIONS_AT_ONCE).try_collect().await
    }

    async fn put_chunk(&self, tenant: &TenantId, wanted: Wanted, seen: &TypesSeen, now: DateTime<Utc>) -> Result<()> {
        let mut backoff = Backoff::default();
        loop {
            let keys = wanted.iter().map(|(id, _)| resource_key(tenant, id)).collect();
            let known: Vec<ResourceRow> = self.get_all(keys).await?;
            let mut known = known.into_iter().map(|row| (row.id.clone(), row)).collect();
            let decided = wanted.iter().map(|wanted| replacement(wanted, &mut known, seen, now));
            let replacements = decided.filter_map(Result::transpose).collect::<Result<_>>()?;
            match self.replace(tenant, replacements).await {
                // Another look at the same resources got in between: decide again on what it wrote.
                Err(Error::PreconditionFailed { .. }) if backoff.pause().await => {}
                Err(Error::PreconditionFailed { .. }) => {
                    return Err(Error::unavailable(SERVICE, "resources kept changing while they were written"));
                }
                result => return result,
            }
        }
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
        self.put_resources((tenant, scope), write, &remove, now).await?;
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
