//! Queue task of every collector: look at some resources, or at one type, because something changed.
//!
//! A look is no part of a scan: it has no ledger and moves nothing on. What it could not see it
//! leaves as it was; the next scan, or the next event, looks again.

use crate::{
    collect_shard::Ports,
    difference::{difference, id_of},
    sweep::{Wanted, look},
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    aws::ResourceType,
    collect::{GapReason, Listing, Scope},
    event::Origin,
    freshness::{RefreshTask, Sighting, is_read_by_name},
    resource::{Resource, ResourceId},
    scan::Manifest,
};
use pantheon_lambda::queue::Task;
use std::{collections::BTreeSet, time::Duration};

/// How long a look may take: longer than any call, shorter than what others wait for.
const LONGEST: Duration = Duration::from_mins(1);

/// Looks, and keeps what was seen.
pub(crate) async fn handle(ports: Ports<'_>, task: Task<RefreshTask>) -> Result<()> {
    let RefreshTask { tenant_id, shard_id, resource_type, native_ids, cause } = &task.body;
    let scope = shard_id.scope();
    let began = ports.clock.now();
    let wanted = Wanted { resource_type: resource_type.clone(), native_ids: native_ids.clone() };
    let within = ((task.deadline - began).to_std().unwrap_or_default() * 3 / 4).min(LONGEST);
    let listings = look(ports.collector, tenant_id, scope, within, wanted).await;
    log_gaps(&listings);

    let origin = Origin { at: ports.clock.now(), ..task.origin(tenant_id.clone()) };
    let changes = keep(ports, &origin, &task.body, listings, began).await?;
    let lag_ms = cause.as_ref().map(|cause| (ports.clock.now() - cause.at).num_milliseconds());
    tracing::info!(shard.id = %shard_id, changes, lag_ms, "the look is kept");
    Ok(())
}

/// Keeps what a look saw, and returns how many resources had changed.
async fn keep(
    ports: Ports<'_>,
    origin: &Origin,
    task: &RefreshTask,
    listings: Vec<Listing>,
    began: DateTime<Utc>,
) -> Result<usize> {
    let (scope, names) = (task.shard_id.scope(), Names::of(task));
    let manifest = if names.need_manifest(&listings, scope) {
        ports.inventory.manifest(&task.tenant_id, scope).await?
    } else {
        Manifest::default()
    };
    let sighting = Sighting { cause: task.cause.clone(), ..names.sighting(scope, listings, &manifest, began) };
    if sighting.is_empty() {
        return Ok(0);
    }
    Ok(ports.inventory.keep_sighting(origin, scope, sighting).await?.len())
}

fn log_gaps(listings: &[Listing]) {
    for gap in listings.iter().flat_map(|listing| &listing.gaps) {
        let (operation, reason) = (&gap.operation, gap.reason);
        if reason == GapReason::Skipped {
            tracing::info!(operation, ?reason, "nobody looks there any more");
        } else {
            tracing::warn!(operation, ?reason, detail = gap.detail, "a look could not see everything");
        }
    }
}

/// What was asked for by name, and can be.
struct Names<'a> {
    resource_type: Option<&'a ResourceType>,
    native_ids: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(task: &'a RefreshTask) -> Self {
        let by_name = task.resource_type.as_ref().is_some_and(is_read_by_name);
        let native_ids = task.native_ids.iter().filter(|_| by_name).map(String::as_str).collect();
        Self { resource_type: task.resource_type.as_ref(), native_ids }
    }

    /// Tells whether the listings hold what was named and nothing else, so that of others they do not
    /// say whether they are there.
    fn is_narrow(&self, listings: &[Listing]) -> bool {
        let found = || listings.iter().flat_map(|listing| &listing.found);
        !self.native_ids.is_empty() && found().all(|found| self.native_ids.contains(found.native_id.as_str()))
    }

    fn missing<'b>(&'b self, listings: &'b [Listing]) -> impl Iterator<Item = &'a str> + 'b {
        let found = |id: &&str| listings.iter().flat_map(|listing| &listing.found).any(|found| found.native_id == *id);
        self.native_ids.iter().copied().filter(move |id| !found(id))
    }

    /// A narrow look knows what it looked for, except in which region something was that is gone.
    fn need_manifest(&self, listings: &[Listing], scope: &Scope) -> bool {
        !self.is_narrow(listings) || (scope.region.is_global() && self.missing(listings).next().is_some())
    }

    /// Says what the listings show; a listing with a gap shows what is there, not what is gone.
    fn sighting(&self, scope: &Scope, listings: Vec<Listing>, manifest: &Manifest, began: DateTime<Utc>) -> Sighting {
        let none = Sighting { at: began, found: Vec::new(), absent: Vec::new(), whole: BTreeSet::new(), cause: None };
        if self.is_narrow(&listings) {
            let is_whole = !listings.is_empty() && listings.iter().all(|listing| listing.gaps.is_empty());
            let missing: Vec<&str> = if is_whole { self.missing(&listings).collect() } else { Vec::new() };
            let absent = missing.into_iter().flat_map(|id| self.id_of_missing(scope, manifest, id)).collect();
            let found = listings.into_iter().flat_map(|listing| listing.found);
            let found = found.map(|found| Resource::of(&scope.account_id, found, began)).collect();
            return Sighting { found, absent, ..none };
        }
        let whole = listings.iter().filter(|listing| listing.gaps.is_empty());
        let whole = whole.map(|listing| listing.resource_type.clone()).collect();
        let change = difference(&scope.account_id, manifest, listings, began);
        Sighting { found: change.write, absent: change.remove, whole, ..none }
    }

    fn id_of_missing(&self, scope: &Scope, manifest: &Manifest, native_id: &str) -> Vec<ResourceId> {
        let Some(resource_type) = self.resource_type else { return Vec::new() };
        if !scope.region.is_global() {
            return vec![id_of(&scope.account_id, &scope.region, resource_type, native_id)];
        }
        let is_it = |id: &&ResourceId| id.resource_type == *resource_type && id.native_id == native_id;
        manifest.hashes.keys().filter(is_it).cloned().collect()
    }
}

#[cfg(test)]
mod tests;
