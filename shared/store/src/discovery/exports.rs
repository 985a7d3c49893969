//! Exports: one row each, which DynamoDB cleans up when its file is gone as well.

use crate::{Consistency, Item, Key, Partition, Query, Row, Store, Transaction};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    command::{Commit, Version},
    export::{Basis, Checkpoint, Column, Export, ExportFilter, ExportFormat, ExportState, Exports, Wish},
    id::{ExportId, TenantId, UserId},
    page::{Page, PageRequest},
    tagging::TagMeanings,
    upload::Written,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct ExportRow {
    id: ExportId,
    version: Version,
    format: ExportFormat,
    filter: ExportFilter,
    columns: Vec<Column>,
    meanings: TagMeanings,
    state: ExportState,
    failure: Option<String>,
    requested_by: UserId,
    requested_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    basis: Option<Basis>,
    attempts: u32,
    leased_until: Option<DateTime<Utc>>,
    checkpoint: Option<Checkpoint>,
    rows: Option<u64>,
    file: Option<Written>,
}

impl Row for ExportRow {
    const ENTITY: &'static str = "export";
}

impl From<&Export> for ExportRow {
    fn from(export: &Export) -> Self {
        let Export {
            id,
            version,
            wish: Wish { format, filter, columns, meanings },
            state,
            failure,
            requested_by,
            requested_at,
            ended_at,
            basis,
            attempts,
            leased_until,
            checkpoint,
            rows,
            file,
        } = export.clone();
        Self {
            id,
            version,
            format,
            filter,
            columns,
            meanings,
            state,
            failure,
            requested_by,
            requested_at,
            ended_at,
            basis,
            attempts,
            leased_until,
            checkpoint,
            rows,
            file,
        }
    }
}

impl From<ExportRow> for Export {
    fn from(row: ExportRow) -> Self {
        let ExportRow {
            id,
            version,
            format,
            filter,
            columns,
            meanings,
            state,
            failure,
            requested_by,
            requested_at,
            ended_at,
            basis,
            attempts,
            leased_until,
            checkpoint,
            rows,
            file,
        } = row;
        Self {
            id,
            version,
            wish: Wish { format, filter, columns, meanings },
            state,
            failure,
            requested_by,
            requested_at,
            ended_at,
            basis,
            attempts,
            leased_until,
            checkpoint,
            rows,
            file,
        }
    }
}

fn exports(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["EXPORTS"])
}

pub(super) fn export_key(tenant: &TenantId, id: &ExportId) -> Key {
    exports(tenant).key(&[id.as_str()])
}

fn export_item(tenant: &TenantId, export: &Export) -> Result<Item> {
    Ok(Item::of(export_key(tenant, &export.id), &ExportRow::from(export))?.expiring(export.expires_at()))
}

#[async_trait]
impl Exports for Store {
    async fn export(&self, tenant: &TenantId, id: &ExportId) -> Result<Option<Export>> {
        let found: Option<ExportRow> = self.get(&export_key(tenant, id), Consistency::Strong).await?;
        Ok(found.map(Export::from))
    }

    async fn exports(&self, tenant: &TenantId, page: &PageRequest) -> Result<Page<Export>> {
        let found: Page<ExportRow> = self.query(&Query::of(&exports(tenant)).descending(true), page).await?;
        Ok(found.map(Export::from))
    }

    async fn insert_export(&self, tenant: &TenantId, export: &Export, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().put_new(export_item(tenant, export)?).commit(commit)).await
    }

    async fn update_export(&self, tenant: &TenantId, export: &Export, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().put_version(export_item(tenant, export)?)?.commit(commit)).await
    }
}
