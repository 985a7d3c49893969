//! What looks at single resources and types left behind, and which looks are due.
//!
//! A look that was kept stands beside the manifest of its scope and above it: the manifest says what
//! a scan saw, the look what was seen since. When a scan replaces the manifest it takes in what it
//! found, and looks from before it began have had their day.

use super::{
    due_looks,
    history::Replacement,
    inventory::{ResourceRow, TypesSeen, found, gone},
    looks, resource_key,
};
use crate::{Consistency, Expression, Item, Key, Query, Row, Store, Transaction, failure::SERVICE, retry::Backoff};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use pantheon_core::{
    Error, Result,
    aws::ResourceType,
    collect::Scope,
    command::Commit,
    event::Origin,
    freshness::{
        Cause, Fresher, Looks, ResourceChanged, ResourceRemoved, Sighting,
        pace::{DueLooks, LookKey},
    },
    history::ChangeKind,
    id::TenantId,
    resource::{Resource, ResourceId},
    scan::Manifest,
};
use serde::{Deserialize, Serialize};

/// How long a look that was due is remembered, for nobody.
const FORGET_AFTER: TimeDelta = TimeDelta::hours(1);

/// How many looks are forgotten at once.
const FORGOTTEN_AT_ONCE: usize = 16;

/// What one look left behind.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LookRow {
    /// The resource that was looked at; none where it was a whole type.
    resource_id: Option<ResourceId>,
    /// The type that was seen whole, if one was.
    resource_type: Option<ResourceType>,
    /// The content hash of the resource; none if it was not there.
    hash: Option<String>,
    /// When the look began, in milliseconds since 1970.
    observed_at: i64,
}

impl Row for LookRow {
    const ENTITY: &'static str = "look";
}

/// A look that is due.
#[derive(Debug, Serialize, Deserialize)]
struct DueRow {
    due_at: i64,
    message_id: String,
}

impl Row for DueRow {
    const ENTITY: &'static str = "due_look";
}

fn key_of(tenant: &TenantId, scope: &Scope, row: &LookRow) -> Key {
    let partition = looks(tenant, scope);
    match (&row.resource_id, &row.resource_type) {
        (Some(ResourceId { account_id: _, region, resource_type, native_id }), _) => {
            partition.key(&["RESOURCE", region.as_str(), resource_type.as_str(), native_id])
        }
        (None, Some(resource_type)) => partition.key(&["TYPE", resource_type.as_str()]),
        (None, None) => partition.key(&["TYPE"]),
    }
}

/// Holds while nobody has looked later.
fn not_later(at: i64) -> Expression {
    Expression::new("attribute_not_exists(pk) OR #observed_at <= :observed_at")
        .name("#observed_at", "observed_at")
        .number(":observed_at", at)
}

/// Puts the looks above the manifest that was kept when the scope was looked at.
///
/// A look from before that is one that came late: nobody knows whose content is in the inventory, so
/// the next scan is told to see for itself. So it is where a manifest says nothing of a content.
pub(super) fn overlay(manifest: &mut Manifest, looks: &[LookRow], observed_at: i64) {
    for look in looks {
        let Some(id) = &look.resource_id else { continue };
        let is_unsure = manifest.hashes.get(id).is_some_and(String::is_empty);
        match &look.hash {
            _ if is_unsure => {}
            _ if look.observed_at < observed_at => drop(manifest.hashes.insert(id.clone(), String::new())),
            Some(hash) => drop(manifest.hashes.insert(id.clone(), hash.clone())),
            None => drop(manifest.hashes.remove(id)),
        }
    }
}

/// What one look means for one resource.
struct Decision {
    row: Option<ResourceRow>,
    change: Option<ChangeKind>,
}

impl Decision {
    /// Decides what to write; `None` if the inventory knows something later.
    fn of(
        known: Option<&ResourceRow>,
        seen: Option<&Resource>,
        types: &TypesSeen,
        at: DateTime<Utc>,
    ) -> Result<Option<Self>> {
        if known.is_some_and(|known| known.updated_at > at) {
            return Ok(None);
        }
        let is_new = known.is_none_or(|known| known.removed_at.is_some());
        let (row, change) = match seen {
            Some(resource) => {
                let change = if is_new { ChangeKind::Created } else { ChangeKind::Updated };
                (found(resource.clone(), known)?, change)
            }
            None => (known.and_then(|known| gone(known, types, at)), ChangeKind::Removed),
        };
        let change = row.is_some().then_some(change);
        Ok(Some(Self { row, change }))
    }

    fn tell(&self, origin: &Origin, id: &ResourceId, cause: Option<&Cause>, at: DateTime<Utc>) -> Result<Commit> {
        let mut commit = Commit::unasked();
        let sequence = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        let event = match (self.change, &self.row) {
            (Some(ChangeKind::Removed), _) => origin.event(&ResourceRemoved::of(id, cause.cloned()), sequence),
            (Some(change), Some(row)) => {
                let resource = Resource::try_from(row.clone())?;
                origin.event(&ResourceChanged::of(&resource, change, cause.cloned()), sequence)
            }
            _ => return Ok(commit),
        };
        commit.events.push(event);
        Ok(commit)
    }
}

impl Store {
    /// Reads what looks left behind in a scope.
    pub(super) async fn looks_in(&self, tenant: &TenantId, scope: &Scope) -> Result<Vec<LookRow>> {
        self.query_all(&Query::of(&looks(tenant, scope)).consistent()).await
    }

    /// Forgets the looks from before a time, unless somebody has looked again meanwhile.
    pub(super) async fn forget_looks(
        &self,
        (tenant, scope): (&TenantId, &Scope),
        looks: &[LookRow],
        before: i64,
    ) -> Result<()> {
        let mut old = Vec::new();
        for look in looks.iter().filter(|look| look.observed_at < before) {
            let later = Error::PreconditionFailed { kind: LookRow::ENTITY };
            let key = key_of(tenant, scope, look);
            old.push(Transaction::new().delete_if(key, not_later(look.observed_at), later));
        }
        let forgotten = stream::iter(old).map(|forget| async move {
            match self.transact(forget).await {
                Ok(()) | Err(Error::PreconditionFailed { .. }) => Ok(()),
                Err(error) => Err(error),
            }
        });
        forgotten.buffer_unordered(FORGOTTEN_AT_ONCE).try_collect().await
    }

    async fn keep_look(
        &self,
        origin: &Origin,
        scope: &Scope,
        id: &ResourceId,
        (seen, sighting): (Option<&Resource>, &Sighting),
    ) -> Result<Option<ChangeKind>> {
        let tenant = &origin.tenant;
        let look = LookRow {
            resource_id: Some(id.clone()),
            resource_type: None,
            hash: seen.map(|resource| resource.content_hash.clone()),
            observed_at: sighting.at.timestamp_millis(),
        };
        let item = Item::of(key_of(tenant, scope, &look), &look)?;
        let types = if seen.is_some() { TypesSeen::new() } else { self.types_seen(tenant, scope).await? };
        let mut backoff = Backoff::default();
        loop {
            let known: Option<ResourceRow> = self.get(&resource_key(tenant, id), Consistency::Strong).await?;
            let Some(decision) = Decision::of(known.as_ref(), seen, &types, sighting.at)? else { return Ok(None) };

            let later = Error::PreconditionFailed { kind: LookRow::ENTITY };
            let mut keep = Transaction::new().put_if(item.clone(), not_later(look.observed_at), later);
            let commit = decision.tell(origin, id, sighting.cause.as_ref(), sighting.at)?;
            if let Some(after) = decision.row {
                keep = Replacement { before: known, after }.join(keep, tenant)?;
            }
            match self.transact(keep.commit(commit)).await {
                Ok(()) => return Ok(decision.change),
                Err(Error::PreconditionFailed { kind: LookRow::ENTITY }) => return Ok(None),
                Err(Error::PreconditionFailed { .. }) if backoff.pause().await => {}
                Err(Error::PreconditionFailed { .. }) => {
                    return Err(Error::unavailable(SERVICE, "a resource kept changing while a look was kept"));
                }
                Err(error) => return Err(error),
            }
        }
    }
}

#[async_trait]
impl Looks for Store {
    async fn keep_sighting(
        &self,
        origin: &Origin,
        scope: &Scope,
        sighting: Sighting,
    ) -> Result<Vec<(ResourceId, ChangeKind)>> {
        let found = sighting.found.iter().map(|resource| (&resource.id, Some(resource)));
        let absent = sighting.absent.iter().map(|id| (id, None));
        let mut changes = Vec::new();
        for (id, seen) in found.chain(absent) {
            let change = self.keep_look(origin, scope, id, (seen, &sighting)).await?;
            changes.extend(change.map(|change| (id.clone(), change)));
        }
        for resource_type in &sighting.whole {
            let look = LookRow {
                resource_id: None,
                resource_type: Some(resource_type.clone()),
                hash: None,
                observed_at: sighting.at.timestamp_millis(),
            };
            let item = Item::of(key_of(&origin.tenant, scope, &look), &look)?;
            self.put_if(&item, not_later(look.observed_at)).await?;
        }
        Ok(changes)
    }

    async fn looked_since(&self, tenant: &TenantId, scope: &Scope, since: DateTime<Utc>) -> Result<Fresher> {
        let mut fresher = Fresher::default();
        let looks = self.looks_in(tenant, scope).await?.into_iter();
        for look in looks.filter(|look| look.observed_at >= since.timestamp_millis()) {
            match (look.resource_id, look.resource_type) {
                (Some(id), _) => drop(fresher.resources.insert(id)),
                (None, Some(resource_type)) => drop(fresher.types.insert(resource_type)),
                (None, None) => {}
            }
        }
        Ok(fresher)
    }
}

#[async_trait]
impl DueLooks for Store {
    async fn note(
        &self,
        tenant: &TenantId,
        key: &LookKey,
        message_id: &str,
        now: DateTime<Utc>,
        due: DateTime<Utc>,
    ) -> Result<bool> {
        let row = DueRow { due_at: due.timestamp_millis(), message_id: message_id.to_owned() };
        let item = Item::of(due_looks(tenant, key), &row)?.expiring(due + FORGET_AFTER);
        let free = Expression::new("attribute_not_exists(pk) OR #due_at <= :now OR #message_id = :message_id")
            .name("#due_at", "due_at")
            .name("#message_id", "message_id")
            .number(":now", now.timestamp_millis())
            .text(":message_id", message_id);
        Ok(self.put_if(&item, free).await?.is_none())
    }
}
