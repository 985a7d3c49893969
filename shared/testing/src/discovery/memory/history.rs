//! Resources and what they were before.

use super::{MemoryDiscovery, State, page};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    collect::Scope,
    coverage::last_seen,
    history::{History, ResourceVersion, VersionId},
    id::TenantId,
    page::{Page, PageRequest},
    resource::{Gone, Resource, ResourceId, ResourceState},
};

impl State {
    pub(super) fn write(&mut self, tenant: &TenantId, mut resource: Resource) {
        match self.resources.get(&(tenant.clone(), resource.id.clone())) {
            Some(known) if known.updated_at > resource.updated_at => return,
            Some(known) if known.gone.is_none() && known.content_hash == resource.content_hash => return,
            Some(known) if known.gone.is_none() => resource.first_seen = known.first_seen,
            _ => {}
        }
        self.replace(tenant, resource);
    }

    pub(super) fn remove(&mut self, tenant: &TenantId, scope: &Scope, id: &ResourceId, now: DateTime<Utc>) {
        let known = self.resources.get(&(tenant.clone(), id.clone()));
        let known = known.filter(|known| known.gone.is_none() && known.updated_at <= now).cloned();
        let Some(known) = known else { return };
        let seen = last_seen(&known, self.coverage.get(&(tenant.clone(), scope.clone())));
        let gone = Some(Gone { removed_at: now, last_seen: seen });
        self.replace(tenant, Resource { state: ResourceState::Deleting, updated_at: now, gone, ..known });
    }

    fn replace(&mut self, tenant: &TenantId, resource: Resource) {
        let version = ResourceVersion::of(resource.clone());
        self.versions.insert((tenant.clone(), resource.id.clone(), version.id()), version);
        self.resources.insert((tenant.clone(), resource.id.clone()), resource);
        self.inventory_writes += 1;
    }
}

#[async_trait]
impl History for MemoryDiscovery {
    async fn versions(
        &self,
        tenant: &TenantId,
        id: &ResourceId,
        request: &PageRequest,
    ) -> Result<Page<ResourceVersion>> {
        let state = self.lock();
        let ours = state.versions.iter().rev().filter(|((owner, of, _), _)| owner == tenant && of == id);
        page(ours.map(|((_, _, name), version)| (name.to_string(), version.clone())).collect(), request)
    }

    async fn version(&self, tenant: &TenantId, id: &ResourceId, version: VersionId) -> Result<Option<ResourceVersion>> {
        Ok(self.lock().versions.get(&(tenant.clone(), id.clone(), version)).cloned())
    }

    async fn changes_since(
        &self,
        tenant: &TenantId,
        since: DateTime<Utc>,
        request: &PageRequest,
    ) -> Result<Page<ResourceVersion>> {
        let state = self.lock();
        let after = state.versions.iter().filter(|((owner, _, at), _)| owner == tenant && at.0 > since);
        let mut found: Vec<_> = after.map(|((_, id, at), version)| (format!("{at} {id}"), version.clone())).collect();
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        page(found, request)
    }
}
