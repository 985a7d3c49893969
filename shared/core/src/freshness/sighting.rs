//! What a look saw, and how it is held against what scans see.
//!
//! A scan takes minutes, and a look at one resource seconds: both may look at the same thing at the
//! same time. Whoever looked later wins, and a look counts from when it began, since what it read may
//! be as old as that. A look therefore leaves a note with its time beside the manifest of its scope; a
//! scan leaves alone what was looked at since it began, and the next scan finds the note and so
//! nothing to write.

use super::Cause;
use crate::{
    Result,
    aws::ResourceType,
    collect::Scope,
    event::Origin,
    history::ChangeKind,
    id::TenantId,
    resource::{Resource, ResourceId},
    scan::{Inventory, InventoryChange, Manifest},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// What a look saw.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// When the look began.
    pub at: DateTime<Utc>,
    /// The resources that were there, where they may differ from what is known.
    pub found: Vec<Resource>,
    /// The resources that were looked for in vain.
    pub absent: Vec<ResourceId>,
    /// The types that were seen whole.
    pub whole: BTreeSet<ResourceType>,
    /// Why somebody looked.
    pub cause: Option<Cause>,
}

impl Sighting {
    /// Tells whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty() && self.absent.is_empty() && self.whole.is_empty()
    }
}

/// What was looked at by itself since a scan of the scope began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fresher {
    /// Single resources.
    pub resources: BTreeSet<ResourceId>,
    /// Whole types.
    pub types: BTreeSet<ResourceType>,
}

impl Fresher {
    /// Tells whether nothing was looked at.
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty() && self.types.is_empty()
    }

    /// Tells whether the resource was looked at since.
    pub fn covers(&self, id: &ResourceId) -> bool {
        self.types.contains(&id.resource_type) || self.resources.contains(id)
    }

    /// Takes from what a scan changes whatever was looked at since it began.
    #[must_use]
    pub fn spare(&self, change: InventoryChange, before: &Manifest) -> InventoryChange {
        let InventoryChange { mut write, mut remove, manifest } = change;
        write.retain(|resource| !self.covers(&resource.id));
        remove.retain(|id| !self.covers(id));
        let manifest = manifest.map(|mut after| {
            after.hashes.retain(|id, _| !self.covers(id));
            let kept = before.hashes.iter().filter(|(id, _)| self.covers(id));
            after.hashes.extend(kept.map(|(id, hash)| (id.clone(), hash.clone())));
            after
        });
        InventoryChange { write, remove, manifest: manifest.filter(|after| after != before) }
    }
}

/// What looks left behind.
#[async_trait]
pub trait Looks: Send + Sync {
    /// Keeps what a look saw and tells, resource by resource in one transaction, what it changed.
    ///
    /// What was looked at later than this stays. Keeping a sighting twice changes nothing.
    async fn keep_sighting(
        &self,
        origin: &Origin,
        scope: &Scope,
        sighting: Sighting,
    ) -> Result<Vec<(ResourceId, ChangeKind)>>;
    /// Returns what was looked at by itself at this time or later.
    async fn looked_since(&self, tenant: &TenantId, scope: &Scope, since: DateTime<Utc>) -> Result<Fresher>;
}

/// The inventory as collectors need it: what scans change, and what looks change.
pub trait WatchedInventory: Inventory + Looks {}

impl<T: Inventory + Looks> WatchedInventory for T {}
