//! The history of resources: every version that scans and events saw, and the feed of changes.

use crate::{
    Result,
    id::TenantId,
    page::{Page, PageRequest},
    resource::{Resource, ResourceId},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What made a version of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The resource was seen for the first time, or again after it was gone.
    Created,
    /// Its content differed from the version before.
    Updated,
    /// It was not there any more when its type was seen whole.
    Removed,
}

/// A resource as it was from one moment on; that moment is its `updated_at`.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceVersion {
    /// What made the version.
    pub kind: ChangeKind,
    /// The resource; of one that was removed, its last content.
    pub resource: Resource,
}

/// What the inventory remembers.
#[async_trait]
pub trait History: Send + Sync {
    /// Lists the versions of a resource, the newest first.
    async fn versions(&self, tenant: &TenantId, id: &ResourceId, page: &PageRequest) -> Result<Page<ResourceVersion>>;
    /// Lists what changed after a moment, in any resource of the tenant, the oldest first.
    async fn changes_since(
        &self,
        tenant: &TenantId,
        since: DateTime<Utc>,
        page: &PageRequest,
    ) -> Result<Page<ResourceVersion>>;
}
