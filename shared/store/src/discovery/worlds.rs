//! The list of worlds; the worlds themselves are too large for a table.

use super::{scans::scan_item, worlds};
use crate::{Consistency, Item, Key, Query, Row, Store, Transaction};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::Commit,
    id::{ScanId, TenantId},
    page::{Page, PageRequest, PageSize},
    scan::{Scan, Scans as _},
    world::{WorldIndex, WorldSummary},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct WorldRow {
    /// The summary as JSON text: its maps are keyed by more than text.
    summary: String,
}

impl Row for WorldRow {
    const ENTITY: &'static str = "world";
}

fn world_key(tenant: &TenantId, assembled_at: DateTime<Utc>, scan: &ScanId) -> Key {
    let moment = format!("{:015}", assembled_at.timestamp_millis());
    worlds(tenant).key(&[&moment, scan.as_str()])
}

fn world_item(tenant: &TenantId, world: &WorldSummary) -> Result<Item> {
    let row = WorldRow { summary: serde_json::to_string(world).map_err(Error::internal)? };
    Item::of(world_key(tenant, world.assembled_at, &world.scan_id), &row)
}

fn summary(row: &WorldRow) -> Result<WorldSummary> {
    serde_json::from_str(&row.summary).map_err(Error::internal)
}

#[async_trait]
impl WorldIndex for Store {
    async fn complete_scan(&self, tenant: &TenantId, scan: &Scan, world: &WorldSummary, commit: Commit) -> Result<()> {
        let complete = Transaction::new().put_version(scan_item(tenant, scan)?)?.put(world_item(tenant, world)?);
        self.transact(complete.commit(commit)).await
    }

    async fn latest_world(&self, tenant: &TenantId) -> Result<Option<WorldSummary>> {
        let newest = Query::of(&worlds(tenant)).descending(true).consistent();
        let found: Page<WorldRow> = self.query(&newest, &PageRequest::first(PageSize::of(1)?)).await?;
        found.items.first().map(summary).transpose()
    }

    async fn world(&self, tenant: &TenantId, scan: &ScanId) -> Result<Option<WorldSummary>> {
        // A scan is completed when its world is assembled, which is also where the world stands.
        let completed_at = self.scan(tenant, scan).await?.and_then(|scan| scan.completed_at);
        let Some(completed_at) = completed_at else { return Ok(None) };
        let found: Option<WorldRow> = self.get(&world_key(tenant, completed_at, scan), Consistency::Strong).await?;
        found.as_ref().map(summary).transpose()
    }

    async fn worlds(&self, tenant: &TenantId, page: &PageRequest) -> Result<Page<WorldSummary>> {
        let found: Page<WorldRow> = self.query(&Query::of(&worlds(tenant)).descending(true), page).await?;
        let items = found.items.iter().map(summary).collect::<Result<_>>()?;
        Ok(Page { items, next: found.next })
    }
}
