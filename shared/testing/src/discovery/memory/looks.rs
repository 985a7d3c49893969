//! What looks left behind, which looks are due, and the last reconciliation, in memory.

use super::{MemoryDiscovery, State};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    aws::ResourceType,
    collect::Scope,
    command::{Commit, Version},
    event::Origin,
    freshness::{
        Fresher, Looks, ResourceChanged, ResourceRemoved, Sighting,
        pace::{DueLooks, LookKey},
        reconcile::{Reconciliation, Reconciliations},
    },
    history::ChangeKind,
    id::TenantId,
    resource::{Resource, ResourceId},
    scan::Manifest,
};
use std::collections::HashMap;

type Place = (TenantId, Scope);

/// What was kept of looks.
#[derive(Debug, Default)]
pub(super) struct Kept {
    resources: HashMap<(Place, ResourceId), (DateTime<Utc>, Option<String>)>,
    types: HashMap<(Place, ResourceType), DateTime<Utc>>,
    due: HashMap<(TenantId, LookKey), (DateTime<Utc>, String)>,
    reconciliations: HashMap<TenantId, Reconciliation>,
}

impl Kept {
    /// Forgets the looks from before a scan began.
    pub(super) fn forget(&mut self, tenant: &TenantId, scope: &Scope, before: DateTime<Utc>) {
        let place = (tenant.clone(), scope.clone());
        self.resources.retain(|(kept, _), (at, _)| *kept != place || *at >= before);
        self.types.retain(|(kept, _), at| *kept != place || *at >= before);
    }
}

impl State {
    /// Returns the manifest of a scope, with what was looked at since.
    pub(super) fn manifest(&self, tenant: &TenantId, scope: &Scope) -> Manifest {
        let place = (tenant.clone(), scope.clone());
        let (observed_at, mut manifest) = self.manifests.get(&place).cloned().unwrap_or_default();
        for ((_, id), (at, hash)) in self.looks.resources.iter().filter(|((kept, _), _)| *kept == place) {
            match hash {
                _ if *at < observed_at => drop(manifest.hashes.insert(id.clone(), String::new())),
                Some(hash) => drop(manifest.hashes.insert(id.clone(), hash.clone())),
                None => drop(manifest.hashes.remove(id)),
            }
        }
        manifest
    }

    /// Keeps what was seen of one resource; `None` if that changes nothing, or somebody looked later.
    fn look(
        &mut self,
        place: &Place,
        id: &ResourceId,
        seen: Option<&Resource>,
        at: DateTime<Utc>,
    ) -> Option<ChangeKind> {
        let (tenant, scope) = place;
        let known = self.resources.get(&(tenant.clone(), id.clone())).cloned();
        let looked = self.looks.resources.get(&(place.clone(), id.clone()));
        let is_late =
            known.as_ref().is_some_and(|known| known.updated_at > at) || looked.is_some_and(|(later, _)| *later > at);
        if is_late {
            return None;
        }
        let hash = seen.map(|resource| resource.content_hash.clone());
        self.looks.resources.insert((place.clone(), id.clone()), (at, hash));

        let writes = self.inventory_writes;
        let is_new = known.is_none_or(|known| known.gone.is_some());
        let change = if let Some(resource) = seen {
            self.write(tenant, resource.clone());
            if is_new { ChangeKind::Created } else { ChangeKind::Updated }
        } else {
            self.remove(tenant, scope, id, at);
            ChangeKind::Removed
        };
        (self.inventory_writes > writes).then_some(change)
    }
}

#[async_trait]
impl Looks for MemoryDiscovery {
    async fn keep_sighting(
        &self,
        origin: &Origin,
        scope: &Scope,
        sighting: Sighting,
    ) -> Result<Vec<(ResourceId, ChangeKind)>> {
        let Sighting { at, found, absent, whole, cause } = sighting;
        let place = (origin.tenant.clone(), scope.clone());
        let sequence = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        let mut state = self.lock();
        let mut changes = Vec::new();
        let mut commit = Commit::unasked();
        for resource in &found {
            let Some(change) = state.look(&place, &resource.id, Some(resource), at) else { continue };
            commit.events.push(origin.event(&ResourceChanged::of(resource, change, cause.clone()), sequence));
            changes.push((resource.id.clone(), change));
        }
        for id in &absent {
            let Some(change) = state.look(&place, id, None, at) else { continue };
            commit.events.push(origin.event(&ResourceRemoved::of(id, cause.clone()), sequence));
            changes.push((id.clone(), change));
        }
        for resource_type in whole {
            let latest = state.looks.types.entry((place.clone(), resource_type)).or_insert(at);
            *latest = at.max(*latest);
        }
        self.commits.commit(commit)?;
        Ok(changes)
    }

    async fn looked_since(&self, tenant: &TenantId, scope: &Scope, since: DateTime<Utc>) -> Result<Fresher> {
        let place = (tenant.clone(), scope.clone());
        let state = self.lock();
        let resources = state.looks.resources.iter().filter(|((kept, _), (at, _))| *kept == place && *at >= since);
        let types = state.looks.types.iter().filter(|((kept, _), at)| *kept == place && **at >= since);
        Ok(Fresher {
            resources: resources.map(|((_, id), _)| id.clone()).collect(),
            types: types.map(|((_, resource_type), _)| resource_type.clone()).collect(),
        })
    }
}

#[async_trait]
impl DueLooks for MemoryDiscovery {
    async fn note(
        &self,
        tenant: &TenantId,
        key: &LookKey,
        message_id: &str,
        now: DateTime<Utc>,
        due: DateTime<Utc>,
    ) -> Result<bool> {
        let mut state = self.lock();
        let place = (tenant.clone(), key.clone());
        let taken = state.looks.due.get(&place).is_some_and(|(due, by)| *due > now && by != message_id);
        if !taken {
            state.looks.due.insert(place, (due, message_id.to_owned()));
        }
        Ok(!taken)
    }
}

#[async_trait]
impl Reconciliations for MemoryDiscovery {
    async fn reconciliation(&self, tenant: &TenantId) -> Result<Option<Reconciliation>> {
        Ok(self.lock().looks.reconciliations.get(tenant).cloned())
    }

    async fn keep_reconciliation(&self, tenant: &TenantId, kept: &Reconciliation, commit: Commit) -> Result<()> {
        let mut state = self.lock();
        let before = state.looks.reconciliations.get(tenant).map_or(Version::default(), |known| known.version);
        if before.next() != kept.version {
            return Err(match kept.version {
                Version::FIRST => Error::conflict("the reconciliation exists already"),
                _ => Error::PreconditionFailed { kind: "reconciliation" },
            });
        }
        self.commits.commit(commit)?;
        state.looks.reconciliations.insert(tenant.clone(), kept.clone());
        Ok(())
    }
}
