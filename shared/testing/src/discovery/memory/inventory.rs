//! What scans found.

use super::{MemoryDiscovery, State, page};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    collect::Scope,
    id::TenantId,
    page::{Page, PageRequest, Position},
    resource::{Resource, ResourceId},
    scan::{Inventory, InventoryChange, Manifest, ResourceFilter, ResourceSort},
};
use std::ops::Bound;

#[async_trait]
impl Inventory for MemoryDiscovery {
    async fn manifest(&self, tenant: &TenantId, scope: &Scope) -> Result<Manifest> {
        Ok(self.lock().manifest(tenant, scope))
    }

    async fn apply(&self, tenant: &TenantId, scope: &Scope, change: InventoryChange, now: DateTime<Utc>) -> Result<()> {
        let mut state = self.lock();
        let known = state.manifests.get(&(tenant.clone(), scope.clone()));
        if known.is_some_and(|(observed_at, _)| *observed_at > now) {
            return Ok(());
        }
        for resource in change.write {
            state.write(tenant, resource);
        }
        for id in change.remove {
            state.remove(tenant, scope, &id, now);
        }
        let Some(manifest) = change.manifest else { return Ok(()) };
        if state.manifest(tenant, scope) != manifest {
            state.manifests.insert((tenant.clone(), scope.clone()), (now, manifest));
            state.looks.forget(tenant, scope, now);
            state.inventory_writes += 1;
        }
        Ok(())
    }

    async fn resource(&self, tenant: &TenantId, id: &ResourceId) -> Result<Option<Resource>> {
        let state = self.lock();
        Ok(state.resources.get(&(tenant.clone(), id.clone())).cloned())
    }

    async fn resources(
        &self,
        tenant: &TenantId,
        filter: &ResourceFilter,
        request: &PageRequest,
    ) -> Result<Page<Resource>> {
        let state = self.lock();
        if filter.sort == ResourceSort::Account && !filter.descending {
            return state.resources_in_order(tenant, filter, request);
        }
        let ours = state.resources.iter().filter(|((owner, _), kept)| owner == tenant && matches(filter, kept));
        let mut found: Vec<Resource> = ours.map(|(_, kept)| kept.clone()).collect();
        if filter.sort == ResourceSort::ResourceType {
            found.sort_by_key(|resource| resource.id.resource_type.clone());
        }
        if filter.descending {
            found.reverse();
        }
        page(found.into_iter().map(|resource| (resource.id.to_string(), resource)).collect(), request)
    }
}

impl State {
    /// Cuts a page out of the inventory as it is kept, without looking at all of it.
    fn resources_in_order(
        &self,
        tenant: &TenantId,
        filter: &ResourceFilter,
        request: &PageRequest,
    ) -> Result<Page<Resource>> {
        let refused = || Error::invalid("cursor", "is not a cursor of this list");
        let after = request.after.as_ref().map(|position| position.0.parse::<ResourceId>().map_err(|_| refused()));
        let after = after.transpose()?;
        let start = match &after {
            Some(id) => self.resources.range((Bound::Excluded((tenant.clone(), id.clone())), Bound::Unbounded)),
            None => self.resources.range(..),
        };
        let ours = start.skip_while(|((owner, _), _)| owner < tenant).take_while(|((owner, _), _)| owner == tenant);
        let mut picked = ours.filter(|(_, kept)| matches(filter, kept));
        let items: Vec<Resource> = picked.by_ref().take(request.size.get()).map(|(_, kept)| kept.clone()).collect();
        let next = items.last().filter(|_| picked.next().is_some()).map(|last| Position(last.id.to_string()));
        Ok(Page { items, next })
    }
}

fn matches(filter: &ResourceFilter, resource: &Resource) -> bool {
    let ResourceFilter { account_id, region, resource_type, state, owner_agent, tag, sort: _, descending: _ } = filter;
    account_id.as_ref().is_none_or(|account_id| *account_id == resource.id.account_id)
        && region.as_ref().is_none_or(|region| *region == resource.id.region)
        && resource_type.as_ref().is_none_or(|resource_type| *resource_type == resource.id.resource_type)
        && state.map_or(resource.gone.is_none(), |state| state == resource.state)
        && owner_agent.is_none_or(|owner_agent| owner_agent == resource.owner_agent)
        && tag.as_ref().is_none_or(|(key, value)| match (resource.tags.get(key), value) {
            (Some(kept), Some(value)) => kept == value,
            (found, None) => found.is_some(),
            (None, Some(_)) => false,
        })
}
