//! The fake of the history of resources.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    history::{History, ResourceVersion, VersionId},
    id::TenantId,
    page::{Page, PageRequest, Position},
    resource::ResourceId,
};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Versions of resources, as long as the test lives.
#[derive(Debug, Default)]
pub struct MemoryHistory {
    versions: Mutex<Vec<(TenantId, ResourceVersion)>>,
}

impl MemoryHistory {
    /// Remembers a version.
    pub fn remember(&self, tenant: &TenantId, version: ResourceVersion) {
        self.lock().push((tenant.clone(), version));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(TenantId, ResourceVersion)>> {
        self.versions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, tenant: &TenantId, wanted: impl Fn(&ResourceVersion) -> bool) -> Vec<ResourceVersion> {
        let versions = self.lock();
        let ours = versions.iter().filter(|(owner, version)| owner == tenant && wanted(version));
        let mut found: Vec<ResourceVersion> = ours.map(|(_, version)| version.clone()).collect();
        found.sort_by_key(|version| version.resource.updated_at);
        found
    }
}

#[async_trait]
impl History for MemoryHistory {
    async fn versions(&self, tenant: &TenantId, id: &ResourceId, page: &PageRequest) -> Result<Page<ResourceVersion>> {
        let mut found = self.of(tenant, |version| version.resource.id == *id);
        found.reverse();
        cut(found, page)
    }

    async fn version(&self, tenant: &TenantId, id: &ResourceId, version: VersionId) -> Result<Option<ResourceVersion>> {
        Ok(self.of(tenant, |kept| kept.resource.id == *id && kept.id() == version).pop())
    }

    async fn changes_since(
        &self,
        tenant: &TenantId,
        since: DateTime<Utc>,
        page: &PageRequest,
    ) -> Result<Page<ResourceVersion>> {
        cut(self.of(tenant, |version| version.resource.updated_at > since), page)
    }
}

/// Cuts a page out; a position is how many items came before.
fn cut(all: Vec<ResourceVersion>, page: &PageRequest) -> Result<Page<ResourceVersion>> {
    let start = page.after.as_ref().map_or(Ok(0), |Position(text)| {
        text.parse().map_err(|_| Error::invalid("cursor", "is not a cursor of this list"))
    })?;
    let end = start + page.size.get();
    let next = (end < all.len()).then(|| Position(end.to_string()));
    Ok(Page { items: all.into_iter().skip(start).take(page.size.get()).collect(), next })
}
