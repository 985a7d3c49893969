//! Where whoever looks through the open shards of a scan had to stop.

use super::{bookmark_key, expiring};
use crate::{Consistency, Item, Row, Store};
use async_trait::async_trait;
use pantheon_core::{
    Result,
    id::{ScanId, TenantId},
    page::Position,
    scan::Bookmarks,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct BookmarkRow {
    position: Option<String>,
}

impl Row for BookmarkRow {
    const ENTITY: &'static str = "bookmark";
}

#[async_trait]
impl Bookmarks for Store {
    async fn bookmark(&self, tenant: &TenantId, scan: &ScanId) -> Result<Option<Position>> {
        let found: Option<BookmarkRow> = self.get(&bookmark_key(tenant, scan), Consistency::Strong).await?;
        Ok(found.and_then(|row| row.position).map(Position))
    }

    async fn keep_bookmark(&self, tenant: &TenantId, scan: &ScanId, at: Option<&Position>) -> Result<()> {
        let row = BookmarkRow { position: at.map(|position| position.0.clone()) };
        self.put_all(vec![expiring(Item::of(bookmark_key(tenant, scan), &row)?, scan)]).await
    }
}
