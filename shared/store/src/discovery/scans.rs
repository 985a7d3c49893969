//! Scans, and what their ended shards add up to.

use super::{expiry, scans, tallies, tally_key};
use crate::{Consistency, Directory, Expression, Item, Key, Query, Row, Store, Transaction, item::number};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    command::{Commit, Version},
    id::{ScanId, TenantId},
    page::{Page, PageRequest},
    scan::{Reasons, Scan, ScanRequest, ScanState, Scans, ShardId, Tally, Walk},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ScanRow {
    tenant_id: TenantId,
    id: ScanId,
    version: Version,
    request: ScanRequest,
    state: ScanState,
    failure: Option<String>,
    requested_at: DateTime<Utc>,
    planned_at: Option<DateTime<Utc>>,
    collected_at: Option<DateTime<Utc>>,
    completed_at: Option<DateTime<Utc>>,
    #[serde(default)]
    accounts_total: Option<u64>,
    #[serde(default)]
    walk: Option<Walk>,
    shards_total: Option<u64>,
    #[serde(default)]
    tally: Option<Tally>,
}

impl Row for ScanRow {
    const ENTITY: &'static str = "scan";
}

impl ScanRow {
    fn of(tenant: &TenantId, scan: &Scan) -> Self {
        let Scan {
            id,
            version,
            request,
            state,
            failure,
            requested_at,
            planned_at,
            collected_at,
            completed_at,
            accounts_total,
            walk,
            shards_total,
            tally,
        } = scan.clone();
        Self {
            tenant_id: tenant.clone(),
            id,
            version,
            request,
            state,
            failure,
            requested_at,
            planned_at,
            collected_at,
            completed_at,
            accounts_total,
            walk,
            shards_total,
            tally,
        }
    }
}

impl From<ScanRow> for Scan {
    fn from(row: ScanRow) -> Self {
        let ScanRow {
            tenant_id: _,
            id,
            version,
            request,
            state,
            failure,
            requested_at,
            planned_at,
            collected_at,
            completed_at,
            accounts_total,
            walk,
            shards_total,
            tally,
        } = row;
        Self {
            id,
            version,
            request,
            state,
            failure,
            requested_at,
            planned_at,
            collected_at,
            completed_at,
            accounts_total,
            walk,
            shards_total,
            tally,
        }
    }
}

/// Makes the item of a scan; it stands in the list of unfinished scans until it has ended.
pub(super) fn scan_item(tenant: &TenantId, scan: &Scan) -> Result<Item> {
    let item = Item::of(scan_key(tenant, &scan.id), &ScanRow::of(tenant, scan))?;
    let unfinished = Directory::UnfinishedScans.key(&[tenant.as_str(), scan.id.as_str()]);
    Ok(if scan.state.has_ended() { item } else { item.indexed(&unfinished) })
}

fn scan_key(tenant: &TenantId, id: &ScanId) -> Key {
    scans(tenant).key(&[id.as_str()])
}

/// One number for each thing that is counted: DynamoDB adds to the attributes of an item alone.
#[derive(Debug, Serialize, Deserialize)]
struct TallyRow {
    shards_ended: u64,
    shards_with_gaps: u64,
    #[serde(flatten)]
    reasons: Reasons,
    resources_seen: u64,
    resources_written: u64,
    resources_removed: u64,
}

impl Row for TallyRow {
    const ENTITY: &'static str = "tally";
}

/// Returns the attribute `ttl` of a row that is made by adding to it.
pub(super) fn time_to_live(scan: &ScanId) -> AttributeValue {
    expiry(scan).map_or(AttributeValue::Null(true), |at| number(at.timestamp()))
}

impl From<TallyRow> for Tally {
    fn from(row: TallyRow) -> Self {
        let TallyRow { shards_ended, shards_with_gaps, reasons, resources_seen, resources_written, resources_removed } =
            row;
        Self { shards_ended, shards_with_gaps, reasons, resources_seen, resources_written, resources_removed }
    }
}

/// Adds what a shard found to its row of the scan's tally.
pub(super) fn add_tally(
    transaction: Transaction,
    tenant: &TenantId,
    scan: &ScanId,
    shard: &ShardId,
    tally: Tally,
) -> Transaction {
    let Tally { shards_ended, shards_with_gaps, reasons, resources_seen, resources_written, resources_removed } = tally;
    let counts = [
        ("shards_ended", shards_ended),
        ("shards_with_gaps", shards_with_gaps),
        ("resources_seen", resources_seen),
        ("resources_written", resources_written),
        ("resources_removed", resources_removed),
    ];
    let counts: Vec<(&str, u64)> = counts.into_iter().chain(reasons.by_name()).collect();
    let adds: Vec<String> = counts.iter().map(|(name, _)| format!("#{name} :{name}")).collect();
    let update =
        Expression::new(format!("SET #entity = :entity, #schema = :schema, #ttl = :ttl ADD {}", adds.join(", ")))
            .name("#entity", "entity")
            .name("#schema", "schema")
            .name("#ttl", "ttl")
            .value(":ttl", time_to_live(scan))
            .text(":entity", TallyRow::ENTITY)
            .number(":schema", TallyRow::SCHEMA);
    let update = counts.iter().fold(update, |update, (name, count)| {
        update.name(&format!("#{name}"), name).number(&format!(":{name}"), *count)
    });
    transaction.update(tally_key(tenant, scan, shard), update)
}

#[async_trait]
impl Scans for Store {
    async fn scan(&self, tenant: &TenantId, id: &ScanId) -> Result<Option<Scan>> {
        let found: Option<ScanRow> = self.get(&scan_key(tenant, id), Consistency::Strong).await?;
        Ok(found.map(Scan::from))
    }

    async fn scans(&self, tenant: &TenantId, page: &PageRequest) -> Result<Page<Scan>> {
        let found: Page<ScanRow> = self.query(&Query::of(&scans(tenant)).descending(true), page).await?;
        Ok(found.map(Scan::from))
    }

    async fn insert_scan(&self, tenant: &TenantId, scan: &Scan, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().put_new(scan_item(tenant, scan)?).commit(commit)).await
    }

    async fn update_scan(&self, tenant: &TenantId, scan: &Scan, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().put_version(scan_item(tenant, scan)?)?.commit(commit)).await
    }

    async fn tally(&self, tenant: &TenantId, id: &ScanId) -> Result<Tally> {
        let rows: Vec<TallyRow> = self.query_all(&Query::of(&tallies(tenant, id)).consistent()).await?;
        Ok(rows.into_iter().map(Tally::from).fold(Tally::default(), Tally::plus))
    }

    async fn unfinished(&self) -> Result<Vec<(TenantId, ScanId)>> {
        let rows: Vec<ScanRow> = self.query_all(&Query::index(&Directory::UnfinishedScans.partition())).await?;
        Ok(rows.into_iter().map(|row| (row.tenant_id, row.id)).collect())
    }
}
