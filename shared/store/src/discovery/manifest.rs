//! Manifests: what each scope held when it was last read whole.
//!
//! A manifest has a head, which holds the first part of it, and further pages where an item would
//! otherwise come near DynamoDB's limit of 400 KB. Pages are written first, under a name that
//! nobody else uses, then the head that points to them: a reader sees the manifest before or after,
//! never a mixture. What was looked at by itself since stands beside it, and is put above it.

use super::{
    looks::{LookRow, overlay},
    manifests,
};
use crate::{
    Expression, Item, Key, Partition, Query, Row, Store, Transaction,
    failure::SERVICE,
    retry::Backoff,
    transaction::{absent, at_version},
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result, collect::Scope, command::Version, id::TenantId, resource::ResourceId, scan::Manifest,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many bytes of entries one item holds at most.
const PAGE_BYTES: usize = 300_000;

/// One item of a manifest: the head (number 0) or a page.
#[derive(Debug, Serialize, Deserialize)]
struct ManifestRow {
    version: Version,
    generation: String,
    number: usize,
    /// How many pages there are besides the head.
    pages: usize,
    /// When the estate was looked at, in milliseconds since 1970.
    observed_at: i64,
    /// Content hashes by resource, as JSON text.
    hashes: String,
}

impl Row for ManifestRow {
    const ENTITY: &'static str = "manifest";
}

/// A manifest as it was read.
#[derive(Debug, Default)]
pub(super) struct Stored {
    /// How often it has changed; 0 if there is none yet.
    version: Version,
    /// When the estate was looked at, in milliseconds since 1970.
    pub(super) observed_at: i64,
    /// What it says, with what was looked at since.
    pub(super) manifest: Manifest,
    /// Pages that are there, whether they belong to the head or were left behind.
    pages: Vec<Key>,
    /// What was looked at by itself.
    looks: Vec<LookRow>,
}

fn page_key(partition: &Partition, row: &ManifestRow) -> Key {
    match row.number {
        0 => partition.key(&["HEAD"]),
        number => partition.key(&["PAGE", &row.generation, &format!("{number:06}")]),
    }
}

impl Store {
    pub(super) async fn stored_manifest(&self, tenant: &TenantId, scope: &Scope) -> Result<Stored> {
        let partition = manifests(tenant, scope);
        let mut backoff = Backoff::default();
        loop {
            let rows: Vec<ManifestRow> = self.query_all(&Query::of(&partition).consistent()).await?;
            if let Some(mut stored) = assemble(&partition, &rows)? {
                stored.looks = self.looks_in(tenant, scope).await?;
                overlay(&mut stored.manifest, &stored.looks, stored.observed_at);
                return Ok(stored);
            }
            // Between the read of the head and that of its pages, another head took its place.
            if !backoff.pause().await {
                return Err(Error::unavailable(SERVICE, "a manifest kept changing while it was read"));
            }
        }
    }

    /// Replaces the manifest that was read as `before`.
    ///
    /// If another run of the same scope got in between, nobody knows whose resources are in the
    /// inventory now. Its manifest then stays, but without the hashes of the resources that this
    /// run touched, so that the next run writes them again where they differ.
    pub(super) async fn keep_manifest(
        &self,
        (tenant, scope): (&TenantId, &Scope),
        mut before: Stored,
        mut manifest: Manifest,
        touched: &[ResourceId],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut backoff = Backoff::default();
        while before.manifest != manifest {
            match self.replace_manifest((tenant, scope), &before, &manifest, now).await {
                Err(Error::PreconditionFailed { .. }) if backoff.pause().await => {
                    before = self.stored_manifest(tenant, scope).await?;
                    manifest = before.manifest.clone();
                    manifest.hashes.extend(touched.iter().map(|id| (id.clone(), String::new())));
                }
                result => return result,
            }
        }
        Ok(())
    }

    async fn replace_manifest(
        &self,
        (tenant, scope): (&TenantId, &Scope),
        before: &Stored,
        manifest: &Manifest,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let partition = &manifests(tenant, scope);
        let generation = Uuid::new_v4().to_string();
        let parts = split(manifest)?;
        let pages = parts.len() - 1;
        let rows = parts.into_iter().enumerate().map(|(number, hashes)| ManifestRow {
            version: before.version.next(),
            generation: generation.clone(),
            number,
            pages,
            observed_at: now.timestamp_millis().max(before.observed_at),
            hashes,
        });
        let mut items = rows.map(|row| Item::of(page_key(partition, &row), &row)).collect::<Result<Vec<_>>>()?;
        let head = items.remove(0);

        self.put_all(items).await?;
        let changed = Error::PreconditionFailed { kind: ManifestRow::ENTITY };
        self.transact(Transaction::new().put_if(head, unchanged(before), changed)).await?;
        self.delete_all(before.pages.clone()).await?;
        self.forget_looks((tenant, scope), &before.looks, now.timestamp_millis()).await
    }
}

fn unchanged(before: &Stored) -> Expression {
    if before.version == Version::default() { absent() } else { at_version(before.version) }
}

/// Puts the pages of a manifest together; `None` if some are missing.
fn assemble(partition: &Partition, rows: &[ManifestRow]) -> Result<Option<Stored>> {
    let pages = rows.iter().filter(|row| row.number > 0).map(|row| page_key(partition, row)).collect();
    let Some(head) = rows.iter().find(|row| row.number == 0) else {
        return Ok(Some(Stored { pages, ..Stored::default() }));
    };

    let parts: Vec<&ManifestRow> = rows.iter().filter(|row| row.generation == head.generation).collect();
    if parts.len() != head.pages + 1 {
        return Ok(None);
    }
    let mut manifest = Manifest::default();
    for part in parts {
        let hashes: BTreeMap<ResourceId, String> = serde_json::from_str(&part.hashes).map_err(Error::internal)?;
        manifest.hashes.extend(hashes);
    }
    Ok(Some(Stored { version: head.version, observed_at: head.observed_at, manifest, pages, looks: Vec::new() }))
}

/// Cuts a manifest into JSON texts that each fit into an item; there is always at least one.
fn split(manifest: &Manifest) -> Result<Vec<String>> {
    let mut parts = Vec::new();
    let mut part = BTreeMap::new();
    let mut bytes = 0;
    for (id, hash) in &manifest.hashes {
        let name = id.to_string();
        // Quotes, colon and comma around the two.
        let more = name.len() + hash.len() + 6;
        if bytes + more > PAGE_BYTES {
            parts.push(std::mem::take(&mut part));
            bytes = 0;
        }
        bytes += more;
        part.insert(name, hash);
    }
    parts.push(part);
    parts.iter().map(|part| serde_json::to_string(part).map_err(Error::internal)).collect()
}
