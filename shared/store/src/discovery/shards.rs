//! The shards of a scan: its work list and its coverage ledger.

use super::{
    DIGITS,
    coverage::changed_meanwhile,
    digit_of, expiring,
    scans::add_tally,
    {shard_key, shards},
};
use crate::{
    Consistency, Expression, Item, Query, Row, Store, Transaction, failure::SERVICE, retry::Backoff,
    transaction::absent,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use pantheon_core::{
    Error, Result,
    aws::{AccountId, ResourceType},
    budget::Calls,
    collect::Gap,
    command::Commit,
    id::{ScanId, TenantId},
    page::{Page, PageRequest, PageSize, Position},
    scan::{Shard, ShardId, ShardRule, ShardState, Shards, Tally},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many shards are added at once.
const ADDED_AT_ONCE: usize = 16;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ShardRow {
    id: ShardId,
    state: ShardState,
    attempts: u32,
    leased_until: Option<DateTime<Utc>>,
    gaps: Vec<Gap>,
    #[serde(default)]
    seen_whole: BTreeMap<ResourceType, bool>,
    resources_seen: u64,
    duration_ms: u64,
    #[serde(default)]
    calls: Calls,
    ended_at: Option<DateTime<Utc>>,
}

impl Row for ShardRow {
    const ENTITY: &'static str = "shard";
}

impl From<&Shard> for ShardRow {
    fn from(shard: &Shard) -> Self {
        let Shard { id, state, attempts, leased_until, gaps, seen_whole, resources_seen, duration_ms, calls, ended_at } =
            shard.clone();
        Self { id, state, attempts, leased_until, gaps, seen_whole, resources_seen, duration_ms, calls, ended_at }
    }
}

impl From<ShardRow> for Shard {
    fn from(row: ShardRow) -> Self {
        let ShardRow {
            id,
            state,
            attempts,
            leased_until,
            gaps,
            seen_whole,
            resources_seen,
            duration_ms,
            calls,
            ended_at,
        } = row;
        Self { id, state, attempts, leased_until, gaps, seen_whole, resources_seen, duration_ms, calls, ended_at }
    }
}

fn shard_item(tenant: &TenantId, scan: &ScanId, shard: &Shard) -> Result<Item> {
    Ok(expiring(Item::of(shard_key(tenant, scan, &shard.id), &ShardRow::from(shard))?, scan))
}

/// Says where a shard stands in the list of all shards, as a query of its partition does.
fn position(shard: &Shard) -> Position {
    let scope = shard.id.scope();
    let sort = format!("{}#{}#{}", scope.account_id, scope.region, scope.service);
    Position(serde_json::json!([sort]).to_string())
}

/// Finds the partition in which a list goes on.
fn partition_after(position: Option<&Position>) -> Result<usize> {
    let refused = || Error::invalid("cursor", "is not a cursor of this list");
    let Some(position) = position else { return Ok(0) };
    let parts: Vec<String> = serde_json::from_str(&position.0).map_err(|_| refused())?;
    let account = parts.first().and_then(|sort| sort.split('#').next()).unwrap_or_default();
    let account: AccountId = account.parse().map_err(|_| refused())?;
    DIGITS.iter().position(|digit| *digit == digit_of(&account)).ok_or_else(refused)
}

/// Holds of the shards that a rule picks.
fn picked(rule: ShardRule) -> Result<Expression> {
    let state = |state: ShardState| serde_dynamo::to_attribute_value(state).map_err(Error::internal);
    if rule == ShardRule::WithGaps {
        return Ok(Expression::new("size(#gaps) > :none").name("#gaps", "gaps").number(":none", 0));
    }
    Ok(Expression::new("#state IN (:pending, :running)")
        .name("#state", "state")
        .value(":pending", state(ShardState::Pending)?)
        .value(":running", state(ShardState::Running)?))
}

impl Store {
    /// Lists the shards of all partitions one after the other, as if they were one.
    async fn list_shards(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        only: Option<&Expression>,
        page: &PageRequest,
    ) -> Result<Page<Shard>> {
        let mut found: Vec<Shard> = Vec::new();
        let mut after = page.after.clone();
        let first = partition_after(after.as_ref())?;
        for digit in &DIGITS[first..] {
            let mut query = Query::of(&shards(tenant, scan, digit)).consistent();
            if let Some(only) = only {
                query = query.only(only.clone());
            }
            // Once the page is full, one more shard anywhere tells that something follows.
            let wanted = (page.size.get() - found.len()).max(1);
            let size = PageSize::of(i64::try_from(wanted).map_err(Error::internal)?)?;
            let part: Page<ShardRow> = self.query(&query, &PageRequest { size, after: after.take() }).await?;
            if found.len() == page.size.get() {
                if part.items.is_empty() && part.next.is_none() {
                    continue;
                }
                let next = found.last().map(position);
                return Ok(Page { items: found, next });
            }
            found.extend(part.items.into_iter().map(Shard::from));
            if part.next.is_some() {
                return Ok(Page { items: found, next: part.next });
            }
        }
        Ok(Page { items: found, next: None })
    }
}

/// Holds while nobody has taken the shard up or ended it since it was read.
fn untouched(shard: &Shard) -> Result<Expression> {
    let state = serde_dynamo::to_attribute_value(shard.state).map_err(Error::internal)?;
    Ok(Expression::new("#attempts = :attempts_before AND #state = :state_before")
        .name("#attempts", "attempts")
        .name("#state", "state")
        .number(":attempts_before", shard.attempts)
        .value(":state_before", state))
}

fn lost() -> Error {
    Error::PreconditionFailed { kind: ShardRow::ENTITY }
}

/// Turns a lost race for a shard into an answer.
fn won(result: Result<()>) -> Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(Error::PreconditionFailed { kind: ShardRow::ENTITY }) => Ok(false),
        Err(error) => Err(error),
    }
}

#[async_trait]
impl Shards for Store {
    async fn insert_shards(&self, tenant: &TenantId, scan: &ScanId, shards: &[Shard]) -> Result<()> {
        // Each alone: one that exists, because planning was repeated, must not hold up the others.
        let items = shards.iter().map(|shard| shard_item(tenant, scan, shard)).collect::<Result<Vec<_>>>()?;
        let added = stream::iter(items).map(|item| async move { self.put_if(&item, absent()).await.map(drop) });
        added.buffer_unordered(ADDED_AT_ONCE).try_collect().await
    }

    async fn shard(&self, tenant: &TenantId, scan: &ScanId, id: &ShardId) -> Result<Option<Shard>> {
        let found: Option<ShardRow> = self.get(&shard_key(tenant, scan, id), Consistency::Strong).await?;
        Ok(found.map(Shard::from))
    }

    async fn shards(&self, tenant: &TenantId, scan: &ScanId, page: &PageRequest) -> Result<Page<Shard>> {
        self.list_shards(tenant, scan, None, page).await
    }

    async fn shards_that(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        rule: ShardRule,
        page: &PageRequest,
    ) -> Result<Page<Shard>> {
        self.list_shards(tenant, scan, Some(&picked(rule)?), page).await
    }

    async fn lease_shard(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        id: &ShardId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Shard>> {
        let Some(found) = self.shard(tenant, scan, id).await? else { return Ok(None) };
        if found.state.has_ended() || found.leased_until.is_some_and(|leased_until| leased_until > now) {
            return Ok(None);
        }
        let taken = Shard {
            state: ShardState::Running,
            attempts: found.attempts + 1,
            leased_until: Some(until),
            ..found.clone()
        };
        let take = Transaction::new().put_if(shard_item(tenant, scan, &taken)?, untouched(&found)?, lost());
        Ok(won(self.transact(take).await)?.then_some(taken))
    }

    async fn end_shard(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        shard: &Shard,
        tally: Tally,
        commit: Commit,
    ) -> Result<bool> {
        let running = Shard { state: ShardState::Running, ..shard.clone() };
        let ended = Shard { leased_until: None, ..shard.clone() };
        let mut backoff = Backoff::default();
        loop {
            let end = Transaction::new().put_if(shard_item(tenant, scan, &ended)?, untouched(&running)?, lost());
            let end = add_tally(end, tenant, scan, &shard.id, tally).commit(commit.clone());
            let end = self.cover(end, tenant, scan, &ended).await?;
            match won(self.transact(end).await) {
                Err(error) if changed_meanwhile(&error) => {
                    if !backoff.pause().await {
                        return Err(Error::unavailable(SERVICE, "the coverage ledger kept changing"));
                    }
                }
                result => return result,
            }
        }
    }
}
