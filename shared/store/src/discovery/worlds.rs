//! The list of worlds; the worlds themselves are too large for a table.

use super::{scans::scan_item, worlds};
use crate::{Item, Query, Row, Store, Transaction};
use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    command::Commit,
    id::TenantId,
    page::{Page, PageRequest, PageSize},
    scan::Scan,
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

fn world_item(tenant: &TenantId, world: &WorldSummary) -> Result<Item> {
    let moment = format!("{:015}", world.assembled_at.timestamp_millis());
    let row = WorldRow { summary: serde_json::to_string(world).map_err(Error::internal)? };
    Item::of(worlds(tenant).key(&[&moment, world.scan_id.as_str()]), &row)
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
        let row = found.items.into_iter().next();
        row.map(|row| serde_json::from_str(&row.summary).map_err(Error::internal)).transpose()
    }
}
