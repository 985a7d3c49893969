//! The standing coverage ledger, one row for each scope that was ever looked at, and beside it a
//! short row for each scope of which something cannot be seen, so that holes are quickly counted.

use super::{coverage, holes, scope_key};
use crate::{
    Consistency, Expression, Item, Key, Partition, Query, Row, Store, Transaction,
    transaction::{absent, at_version},
};
use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use pantheon_core::{
    Error, Result,
    aws::{AccountId, Region, ResourceType, Service},
    collect::{Gap, GapReason, Scope},
    command::Version,
    coverage::{Coverage, CoverageFilter, Hole, HoleFilter, ScopeCoverage, TypeCoverage, stand_in},
    id::{ScanId, TenantId},
    page::{Page, PageRequest},
    scan::{Shard, ShardState},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How long a scope stays in the ledger in which nobody looks any more, such as those of an account
/// that was disconnected.
const KEPT_DAYS: i64 = 90;

#[derive(Debug, Serialize, Deserialize)]
struct CoverageRow {
    version: Version,
    account_id: AccountId,
    region: Region,
    service: Service,
    state: ShardState,
    gaps: Vec<Gap>,
    scan_id: ScanId,
    ended_at: DateTime<Utc>,
    types: BTreeMap<ResourceType, TypeCoverage>,
}

impl Row for CoverageRow {
    const ENTITY: &'static str = "coverage";
}

impl CoverageRow {
    fn of(seen: &ScopeCoverage, version: Version) -> Self {
        let ScopeCoverage { scope, state, gaps, scan_id, ended_at, types } = seen.clone();
        let Scope { account_id, region, service } = scope;
        Self { version, account_id, region, service, state, gaps, scan_id, ended_at, types }
    }
}

impl From<CoverageRow> for ScopeCoverage {
    fn from(row: CoverageRow) -> Self {
        let CoverageRow { version: _, account_id, region, service, state, gaps, scan_id, ended_at, types } = row;
        Self { scope: Scope { account_id, region, service }, state, gaps, scan_id, ended_at, types }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct HoleRow {
    account_id: AccountId,
    region: Region,
    service: Service,
    reasons: BTreeSet<GapReason>,
    hidden: BTreeSet<ResourceType>,
    everywhere: bool,
}

impl Row for HoleRow {
    const ENTITY: &'static str = "hole";
}

impl From<Hole> for HoleRow {
    fn from(hole: Hole) -> Self {
        let Hole { scope: Scope { account_id, region, service }, reasons, hidden, everywhere } = hole;
        Self { account_id, region, service, reasons, hidden, everywhere }
    }
}

impl From<HoleRow> for Hole {
    fn from(row: HoleRow) -> Self {
        let HoleRow { account_id, region, service, reasons, hidden, everywhere } = row;
        Self { scope: Scope { account_id, region, service }, reasons, hidden, everywhere }
    }
}

/// Tells whether somebody else changed the ledger between our look at it and our write.
pub(super) fn changed_meanwhile(error: &Error) -> bool {
    matches!(error, Error::PreconditionFailed { kind: CoverageRow::ENTITY })
}

fn changed() -> Error {
    Error::PreconditionFailed { kind: CoverageRow::ENTITY }
}

impl Store {
    /// Adds to a transaction what an ended shard changes in the ledger.
    ///
    /// The transaction fails as [`changed_meanwhile`] says if the ledger is another by then.
    pub(super) async fn cover(
        &self,
        transaction: Transaction,
        tenant: &TenantId,
        scan: &ScanId,
        shard: &Shard,
    ) -> Result<Transaction> {
        let scope = shard.id.scope();
        let found = self.coverage_row(tenant, scope).await?;
        let version = found.as_ref().map_or(Version::default(), |row| row.version);
        let before = found.map(ScopeCoverage::from);
        let Some(after) = ScopeCoverage::after(before.as_ref(), scan, shard) else { return Ok(transaction) };

        let condition = if version == Version::default() { absent() } else { at_version(version) };
        let row = Item::of(scope_key(&coverage(tenant), scope), &CoverageRow::of(&after, version.next()))?;
        let row = row.expiring(end_of(&after));
        let hole = scope_key(&holes(tenant), scope);
        let transaction = with_hole(transaction.put_if(row, condition, changed()), hole, before.as_ref(), &after)?;
        self.without_stand_in(transaction, tenant, scope).await
    }

    /// Forgets the row that stood for the scope while the regions of the account were unknown.
    async fn without_stand_in(&self, end: Transaction, tenant: &TenantId, scope: &Scope) -> Result<Transaction> {
        let Some(stand_in) = stand_in(scope) else { return Ok(end) };
        let Some(row) = self.coverage_row(tenant, &stand_in).await? else { return Ok(end) };
        let [row_key, hole_key] = [coverage(tenant), holes(tenant)].map(|rows| scope_key(&rows, &stand_in));
        // Of many regions that are looked at at once, one forgets it, and the others look again.
        Ok(end.delete_if(row_key, at_version(row.version), changed()).delete(hole_key))
    }

    async fn coverage_row(&self, tenant: &TenantId, scope: &Scope) -> Result<Option<CoverageRow>> {
        self.get(&scope_key(&coverage(tenant), scope), Consistency::Strong).await
    }

    /// Returns when a type was last seen whole in a scope, as far as the ledger knows.
    pub(super) async fn types_seen(
        &self,
        tenant: &TenantId,
        scope: &Scope,
    ) -> Result<BTreeMap<ResourceType, TypeCoverage>> {
        Ok(self.coverage_row(tenant, scope).await?.map(|row| row.types).unwrap_or_default())
    }

    async fn coverage_of_holes(
        &self,
        tenant: &TenantId,
        filter: &CoverageFilter,
        page: &PageRequest,
    ) -> Result<Page<ScopeCoverage>> {
        let found: Page<HoleRow> = self.query(&list(&holes(tenant), filter)?, page).await?;
        let scopes: BTreeSet<Scope> = found.items.into_iter().map(|row| Hole::from(row).scope).collect();
        let mut items = self.coverage_of(tenant, &scopes).await?;
        items.sort_by(|one, other| one.scope.cmp(&other.scope));
        Ok(Page { items, next: found.next })
    }
}

/// Tells when a place leaves the ledger if nobody looks at it again.
fn end_of(seen: &ScopeCoverage) -> DateTime<Utc> {
    seen.ended_at + Duration::days(KEPT_DAYS)
}

/// Brings the short row of a hole up to date; each look at one that stays puts off its end.
fn with_hole(
    transaction: Transaction,
    key: Key,
    before: Option<&ScopeCoverage>,
    after: &ScopeCoverage,
) -> Result<Transaction> {
    match (before.and_then(ScopeCoverage::hole), after.hole()) {
        (_, Some(hole)) => Ok(transaction.put(Item::of(key, &HoleRow::from(hole))?.expiring(end_of(after)))),
        (Some(_), None) => Ok(transaction.delete(key)),
        (None, None) => Ok(transaction),
    }
}

/// Builds the list of rows, whether of the whole ledger or of its holes.
fn list(partition: &Partition, filter: &CoverageFilter) -> Result<Query> {
    let CoverageFilter { account_id, region, service, reason, only_holes: _ } = filter;
    let account: Vec<&str> = account_id.iter().map(AccountId::as_str).collect();
    let mut condition = Expression::default();
    if let Some(region) = region {
        condition = condition.and(equal("region", region.as_str()));
    }
    if let Some(service) = service {
        condition = condition.and(equal("service", service.as_str()));
    }
    if let Some(reason) = reason {
        let reason = serde_dynamo::to_attribute_value(reason).map_err(Error::internal)?;
        let met = Expression::new("contains(#reasons, :reason)").name("#reasons", "reasons");
        condition = condition.and(met.value(":reason", reason));
    }
    Ok(only(Query::of(partition).beginning(&account), condition))
}

/// Builds the list of what may hide something that the filter takes.
fn hiding(tenant: &TenantId, filter: &HoleFilter) -> Query {
    let account: Vec<&str> = filter.account_id.iter().map(AccountId::as_str).collect();
    let mut condition = Expression::default();
    if let Some(region) = &filter.region {
        let anywhere = Expression::new("#region = :region OR #everywhere = :true").name("#region", "region");
        let anywhere = anywhere.name("#everywhere", "everywhere").text(":region", region.as_str());
        condition = condition.and(anywhere.value(":true", aws_sdk_dynamodb::types::AttributeValue::Bool(true)));
    }
    if let Some(service) = filter.service() {
        condition = condition.and(equal("service", service));
    }
    if let Some(resource_type) = &filter.resource_type {
        let hidden = Expression::new("contains(#hidden, :type) OR size(#hidden) = :none").name("#hidden", "hidden");
        condition = condition.and(hidden.text(":type", resource_type.as_str()).number(":none", 0));
    }
    only(Query::of(&holes(tenant)).beginning(&account), condition)
}

fn equal(attribute: &str, value: &str) -> Expression {
    let (name, placeholder) = (format!("#{attribute}"), format!(":{attribute}"));
    Expression::new(format!("{name} = {placeholder}")).name(&name, attribute).text(&placeholder, value)
}

/// DynamoDB takes no empty filter.
fn only(query: Query, condition: Expression) -> Query {
    if condition == Expression::default() { query } else { query.only(condition) }
}

#[async_trait]
impl Coverage for Store {
    async fn coverage_of(&self, tenant: &TenantId, scopes: &BTreeSet<Scope>) -> Result<Vec<ScopeCoverage>> {
        let rows = coverage(tenant);
        let found: Vec<CoverageRow> =
            self.get_all(scopes.iter().map(|scope| scope_key(&rows, scope)).collect()).await?;
        Ok(found.into_iter().map(ScopeCoverage::from).collect())
    }

    async fn coverage(
        &self,
        tenant: &TenantId,
        filter: &CoverageFilter,
        page: &PageRequest,
    ) -> Result<Page<ScopeCoverage>> {
        if filter.only_holes || filter.reason.is_some() {
            return self.coverage_of_holes(tenant, filter, page).await;
        }
        let found: Page<CoverageRow> = self.query(&list(&coverage(tenant), filter)?, page).await?;
        Ok(found.map(ScopeCoverage::from))
    }

    async fn holes(&self, tenant: &TenantId, filter: &HoleFilter, page: &PageRequest) -> Result<Page<Hole>> {
        let found: Page<HoleRow> = self.query(&hiding(tenant, filter), page).await?;
        Ok(found.map(Hole::from))
    }
}
