//! The last scan that looked at what had not been looked at for too long.

use super::reconciliation;
use crate::{Consistency, Item, Row, Store, Transaction};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    command::{Commit, Version},
    freshness::reconcile::{Reconciliation, Reconciliations},
    id::{ScanId, TenantId},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct ReconciliationRow {
    version: Version,
    scan_id: ScanId,
    scopes: u64,
    at: DateTime<Utc>,
    told: bool,
}

impl Row for ReconciliationRow {
    const ENTITY: &'static str = "reconciliation";
}

#[async_trait]
impl Reconciliations for Store {
    async fn reconciliation(&self, tenant: &TenantId) -> Result<Option<Reconciliation>> {
        let row: Option<ReconciliationRow> = self.get(&reconciliation(tenant), Consistency::Strong).await?;
        Ok(row.map(|ReconciliationRow { version, scan_id, scopes, at, told }| Reconciliation {
            version,
            scan_id,
            scopes,
            at,
            told,
        }))
    }

    async fn keep_reconciliation(&self, tenant: &TenantId, kept: &Reconciliation, commit: Commit) -> Result<()> {
        let Reconciliation { version, scan_id, scopes, at, told } = kept.clone();
        let item = Item::of(reconciliation(tenant), &ReconciliationRow { version, scan_id, scopes, at, told })?;
        let keep = Transaction::new();
        let keep = if version == Version::FIRST { keep.put_new(item) } else { keep.put_version(item)? };
        self.transact(keep.commit(commit)).await
    }
}
