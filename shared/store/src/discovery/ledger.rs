//! The coverage ledger of one account.

use super::{digit_of, shards, shards::ShardRow};
use crate::{Query, Store};
use async_trait::async_trait;
use pantheon_core::{
    Result,
    aws::AccountId,
    id::{ScanId, TenantId},
    scan::Shard,
    service_agent::Ledger,
};

#[async_trait]
impl Ledger for Store {
    async fn rows_of(&self, tenant: &TenantId, scan: &ScanId, account_id: &AccountId) -> Result<Vec<Shard>> {
        let query = Query::of(&shards(tenant, scan, digit_of(account_id))).beginning(&[account_id.as_str()]);
        let rows: Vec<ShardRow> = self.query_all(&query).await?;
        Ok(rows.into_iter().map(Shard::from).collect())
    }
}
