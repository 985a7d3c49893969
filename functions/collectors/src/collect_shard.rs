//! Queue task of every collector: read one shard of a watched account into the inventory.
//!
//! The same queue brings smaller tasks, looks at what an event was about; they are told apart here.
//!
//! A message may come twice, come late, or come while another collector has the shard. A slot lets
//! one reader at a time into the scope, and not too many into the account; the lease lets one
//! collector work at a time; what is applied twice changes nothing; and a shard ends once, for
//! whoever still holds its lease.

use crate::{
    difference::{Changed, is_empty, looked_at},
    refresh,
    sieve::Sieve,
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    aws::ResourceType,
    budget::CallMeter,
    clock::Clock,
    collect::{Collector, Gap, GapReason, Listing, Scope},
    command::Commit,
    drift::DriftTask,
    event::Origin,
    freshness::{CollectTask, WatchedInventory},
    id::{LeaseId, TenantId},
    queue::DelayedTasks,
    resource::Resource,
    scan::{InventoryChange, Scans, Shard, ShardFinished, ShardState, Shards, Tally},
    scan_progress::{ShardTask, finish_if_collected},
    slot::{self, Lease, Refused, Slots},
};
use pantheon_lambda::queue::Task;
use std::{
    collections::BTreeMap,
    hash::{BuildHasher, RandomState},
    time::Duration,
};
use tokio::sync::mpsc::UnboundedReceiver;

/// How often a shard is taken up before it is given up.
pub const MOST_ATTEMPTS: u32 = 3;

/// How many changed resources are written at once while more are being found.
pub const WRITTEN_AT_ONCE: usize = 1_000;

/// What collecting needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// Reads the service.
    pub collector: &'a dyn Collector,
    /// The scans.
    pub scans: &'a dyn Scans,
    /// Their shards.
    pub shards: &'a dyn Shards,
    /// What scans and looks found.
    pub inventory: &'a dyn WatchedInventory,
    /// Who reads which scope.
    pub slots: &'a dyn Slots,
    /// The own queue, for shards that have to wait.
    pub later: &'a dyn DelayedTasks,
    /// Counts the calls to watched accounts.
    pub meter: &'a dyn CallMeter,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Does whatever the queue brings: a shard of a scan, a look, or a wish to compare stacks.
pub async fn handle(ports: Ports<'_>, task: Task<CollectTask>) -> Result<()> {
    match &task.body {
        CollectTask::Shard(body) => collect_shard(ports, task.with(body.clone())).await,
        CollectTask::Refresh(body) => refresh::handle(ports, task.with(body.clone())).await,
        CollectTask::Drift(body) => {
            detect_drift(ports, body).await;
            Ok(())
        }
    }
}

/// Asks for stacks to be compared. That an account does not permit it is no failure: its stacks stay
/// unchecked, which is what the inventory says of them.
async fn detect_drift(ports: Ports<'_>, task: &DriftTask) {
    let DriftTask { tenant_id, shard_id, stacks } = task;
    for gap in ports.collector.detect_drift(tenant_id, shard_id.scope(), stacks).await {
        let (operation, reason) = (&gap.operation, gap.reason);
        tracing::warn!(shard.id = %shard_id, operation, ?reason, detail = gap.detail, "stacks were not compared");
    }
}

/// Collects the shard, unless another has it, and moves its scan on if it was the last.
async fn collect_shard(ports: Ports<'_>, task: Task<ShardTask>) -> Result<()> {
    let ShardTask { tenant_id, scan_id, shard_id, .. } = &task.body;
    let now = ports.clock.now();
    let Some(shard) = ports.shards.shard(tenant_id, scan_id, shard_id).await? else {
        tracing::warn!(shard.id = %shard_id, scan.id = %scan_id, "there is no such shard");
        return Ok(());
    };

    let ended = match () {
        // Whoever ended the shard may have died before it looked whether it was the last.
        () if shard.state.has_ended() => true,
        // Whoever has the shard ends it, or loses it.
        () if shard.leased_until.is_some_and(|until| until > now) => false,
        () => take_turn(ports, &task, now).await?,
    };

    if ended {
        finish_if_collected(ports.scans, tenant_id, scan_id, &origin(ports, &task)).await?;
    }
    Ok(())
}

/// Collects the shard if there is a slot for it, else puts it off; tells whether it has ended.
async fn take_turn(ports: Ports<'_>, task: &Task<ShardTask>, now: DateTime<Utc>) -> Result<bool> {
    let ShardTask { tenant_id, scan_id, shard_id, .. } = &task.body;
    let scope = shard_id.scope();
    let lease = Lease { holder: LeaseId::generate(now), until: task.deadline };
    if let Err(refused) = ports.slots.take_slot(tenant_id, scope, &lease, now).await? {
        return put_off(ports, task, refused).await.map(|()| false);
    }

    let ended = match ports.shards.lease_shard(tenant_id, scan_id, shard_id, now, task.deadline).await {
        Ok(Some(shard)) if shard.attempts > MOST_ATTEMPTS => give_up(ports, task, shard).await,
        Ok(Some(shard)) => collect(ports, task, shard, now).await,
        // Another delivery was faster.
        Ok(None) => Ok(false),
        Err(error) => Err(error),
    };

    if let Err(error) = ports.slots.give_slot_back(tenant_id, scope, &lease.holder).await {
        // It comes free by itself when the lease ends.
        tracing::warn!(error = &error as &dyn std::error::Error, shard.id = %shard_id, "a slot was not given back");
    }
    ended
}

/// Sends the task again with a delay: a message that was only handed back would come again after
/// the visibility timeout, and after a few times end among the dead letters.
async fn put_off(ports: Ports<'_>, task: &Task<ShardTask>, refused: Refused) -> Result<()> {
    let ShardTask { shard_id, waits, .. } = &task.body;
    let delay = slot::wait(*waits, RandomState::new().hash_one(&task.message_id));
    tracing::info!(shard.id = %shard_id, ?refused, delay_s = delay.as_secs(), waits, "the shard has to wait");
    let later = ShardTask { waits: waits.saturating_add(1), ..task.body.clone() };
    let body = serde_json::to_string(&later).map_err(Error::internal)?;
    ports.later.send_later(&format!("collect-{}", shard_id.scope().service), body, delay).await
}

async fn collect(ports: Ports<'_>, task: &Task<ShardTask>, shard: Shard, started: DateTime<Utc>) -> Result<bool> {
    let (tenant, scope) = (&task.body.tenant_id, shard.id.scope().clone());
    let before = ports.inventory.manifest(tenant, &scope).await?;
    let (sieve, sifted, changed) = Sieve::of(&scope.account_id, before);
    // What others counted before this shard is not its own.
    ports.meter.take_calls(&scope);

    let look = ports.collector.collect(tenant, &scope, time_to_look(started, task.deadline));
    let look = async { Ok(sieve.around(look).await) };
    let (listings, written) = tokio::try_join!(look, write(ports, task, changed, started))?;
    let Some((written, rest)) = written else { return Ok(false) };
    let comparison = sifted.into_comparison().ok_or_else(|| Error::internal("a sieve is still in use"))?;

    let outcome = Outcome::of(&listings, comparison.seen());
    let change = InventoryChange { write: rest, ..comparison.end(&listings) };
    if ports.clock.now() >= task.deadline {
        // Another collector may have the shard by now; what we know is older than what it will find.
        return Ok(false);
    }
    let change = spare(ports, (tenant, &scope), change, started).await?;
    let tally = outcome.tally(written + change.write.len(), change.remove.len());
    if !is_empty(&change) {
        ports.inventory.apply(tenant, &scope, change, started).await?;
    }

    let (state, calls) = (outcome.state(), ports.meter.take_calls(&scope));
    let Outcome { gaps, seen_whole, .. } = outcome;
    end(ports, task, Shard { state, gaps, seen_whole, calls, ..shard }, tally, started).await
}

/// Leaves alone what was looked at by itself since the scan began to look: it knows better.
pub(crate) async fn spare(
    ports: Ports<'_>,
    (tenant, scope): (&TenantId, &Scope),
    change: InventoryChange,
    began: DateTime<Utc>,
) -> Result<InventoryChange> {
    let fresher = ports.inventory.looked_since(tenant, scope, began).await?;
    if fresher.is_empty() {
        return Ok(change);
    }
    Ok(fresher.spare(change, &ports.inventory.manifest(tenant, scope).await?))
}

/// Leaves a quarter of the time for writing down what was found.
fn time_to_look(now: DateTime<Utc>, deadline: DateTime<Utc>) -> Duration {
    (deadline - now).to_std().unwrap_or_default() * 3 / 4
}

/// Writes changed resources while they are being found, as soon as there are many; returns how many
/// that were, and the rest. `None` if time is up.
///
/// A resource is written whether or not its listing turns out to have gaps; only what is gone, and
/// the manifest, wait for the end. What was read is as old as the beginning of the look, so whoever
/// has looked at one of them since is not written over.
async fn write(
    ports: Ports<'_>,
    task: &Task<ShardTask>,
    mut changed: UnboundedReceiver<Changed>,
    began: DateTime<Utc>,
) -> Result<Option<(usize, Vec<Resource>)>> {
    let scope = task.body.shard_id.scope();
    let (mut written, mut waiting) = (0, Vec::new());
    while let Some(Changed { found, hash }) = changed.recv().await {
        waiting.push(Resource::hashed(&scope.account_id, found, hash, began));
        if waiting.len() < WRITTEN_AT_ONCE {
            continue;
        }
        if ports.clock.now() >= task.deadline {
            return Ok(None);
        }
        written += waiting.len();
        let change = InventoryChange { write: std::mem::take(&mut waiting), ..InventoryChange::default() };
        ports.inventory.apply(&task.body.tenant_id, scope, change, began).await?;
    }
    Ok(Some((written, waiting)))
}

async fn give_up(ports: Ports<'_>, task: &Task<ShardTask>, shard: Shard) -> Result<bool> {
    let gap = Gap {
        operation: "pantheon:CollectShard".to_owned(),
        reason: GapReason::Failed,
        detail: format!("given up after {MOST_ATTEMPTS} attempts; the log of {} says why they failed", task.function),
    };
    let shard = Shard { state: ShardState::Failed, gaps: vec![gap], ..shard };
    let tally = Tally::ended(&shard.gaps);
    end(ports, task, shard, tally, ports.clock.now()).await
}

/// Ends the shard; `false` if its lease was lost to another collector, who will end it.
async fn end(
    ports: Ports<'_>,
    task: &Task<ShardTask>,
    shard: Shard,
    tally: Tally,
    started: DateTime<Utc>,
) -> Result<bool> {
    let origin = origin(ports, task);
    let shard = Shard {
        leased_until: None,
        resources_seen: tally.resources_seen,
        duration_ms: u64::try_from((origin.at - started).num_milliseconds()).unwrap_or_default(),
        ended_at: Some(origin.at),
        ..shard
    };
    let scan_id = task.body.scan_id.clone();
    let fact = ShardFinished { scan_id, scope: shard.id.scope().clone(), state: shard.state, tally };
    let mut commit = Commit::unasked();
    commit.events.push(origin.event(&fact, u64::from(shard.attempts)));
    tracing::info!(
        shard.id = %shard.id, shard.state = ?shard.state, shard.attempts, shard.duration_ms,
        resources_seen = tally.resources_seen, resources_written = tally.resources_written,
        resources_removed = tally.resources_removed, gaps = shard.gaps.len(),
        calls = shard.calls.made, throttles = shard.calls.throttled, "the shard has ended"
    );

    ports.shards.end_shard(&task.body.tenant_id, &task.body.scan_id, &shard, tally, commit).await
}

fn origin(ports: Ports<'_>, task: &Task<ShardTask>) -> Origin {
    let origin = Origin::of_system(task.body.tenant_id.clone(), &task.function, ports.clock.now());
    match &task.body.correlation_id {
        Some(correlation) => Origin { correlation: correlation.clone(), ..origin },
        None => origin,
    }
}

/// What the listings of a shard add up to.
struct Outcome {
    anything_read: bool,
    resources_seen: u64,
    gaps: Vec<Gap>,
    seen_whole: BTreeMap<ResourceType, bool>,
}

impl Outcome {
    fn of(listings: &[Listing], resources_seen: u64) -> Self {
        let mut gaps: Vec<Gap> = listings.iter().flat_map(|listing| listing.gaps.iter().cloned()).collect();
        gaps.sort();
        gaps.dedup();
        let anything_read = resources_seen > 0 || listings.iter().any(|listing| listing.gaps.is_empty());
        Self { anything_read, resources_seen, gaps, seen_whole: looked_at(listings) }
    }

    fn state(&self) -> ShardState {
        ShardState::of_outcome(self.anything_read, &self.gaps)
    }

    fn tally(&self, written: usize, removed: usize) -> Tally {
        Tally {
            resources_seen: self.resources_seen,
            resources_written: written as u64,
            resources_removed: removed as u64,
            ..Tally::ended(&self.gaps)
        }
    }
}

#[cfg(test)]
mod tests;
