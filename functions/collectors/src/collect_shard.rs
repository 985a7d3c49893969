//! Queue task of every collector: read one shard of a watched account into the inventory.
//!
//! A message may come twice, come late, or come while another collector has the shard. The lease
//! lets one collector work at a time; what is applied twice changes nothing; and a shard ends once,
//! for whoever still holds its lease.

use crate::difference::{difference, is_empty, looked_at};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    aws::ResourceType,
    clock::Clock,
    collect::{Collector, Gap, GapReason, Listing},
    command::Commit,
    event::Origin,
    scan::{Inventory, Scans, Shard, ShardFinished, ShardState, Shards, Tally},
    scan_progress::{ShardTask, finish_if_collected},
};
use pantheon_lambda::queue::Task;
use std::{collections::BTreeMap, time::Duration};

/// How often a shard is taken up before it is given up.
pub const MOST_ATTEMPTS: u32 = 3;

/// What collecting needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// Reads the service.
    pub collector: &'a dyn Collector,
    /// The scans.
    pub scans: &'a dyn Scans,
    /// Their shards.
    pub shards: &'a dyn Shards,
    /// What scans found.
    pub inventory: &'a dyn Inventory,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Collects the shard, unless another has it, and moves its scan on if it was the last.
pub async fn handle(ports: Ports<'_>, task: Task<ShardTask>) -> Result<()> {
    let ShardTask { tenant_id, scan_id, shard_id, .. } = &task.body;
    let now = ports.clock.now();

    let ended = match ports.shards.lease_shard(tenant_id, scan_id, shard_id, now, task.deadline).await? {
        Some(shard) if shard.attempts > MOST_ATTEMPTS => give_up(ports, &task, shard).await?,
        Some(shard) => collect(ports, &task, shard, now).await?,
        None => has_ended(ports, &task.body).await?,
    };

    // Whoever ended the shard may have died before it looked whether it was the last.
    if ended {
        finish_if_collected(ports.scans, tenant_id, scan_id, &origin(ports, &task)).await?;
    }
    Ok(())
}

async fn has_ended(ports: Ports<'_>, task: &ShardTask) -> Result<bool> {
    let shard = ports.shards.shard(&task.tenant_id, &task.scan_id, &task.shard_id).await?;
    if shard.is_none() {
        tracing::warn!(shard.id = %task.shard_id, scan.id = %task.scan_id, "there is no such shard");
    }
    Ok(shard.is_some_and(|shard| shard.state.has_ended()))
}

async fn collect(ports: Ports<'_>, task: &Task<ShardTask>, shard: Shard, started: DateTime<Utc>) -> Result<bool> {
    let (tenant, scope) = (&task.body.tenant_id, shard.id.scope().clone());
    let listings = ports.collector.collect(tenant, &scope, time_to_look(started, task.deadline)).await;
    let outcome = Outcome::of(&listings);

    let now = ports.clock.now();
    if now >= task.deadline {
        // Another collector may have the shard by now; what we know is older than what it will find.
        return Ok(false);
    }
    let manifest = ports.inventory.manifest(tenant, &scope).await?;
    let change = difference(&scope.account_id, &manifest, listings, now);
    let tally = outcome.tally(change.write.len(), change.remove.len());
    if !is_empty(&change) {
        ports.inventory.apply(tenant, &scope, change, now).await?;
    }

    let shard = Shard { state: outcome.state(), gaps: outcome.gaps, seen_whole: outcome.seen_whole, ..shard };
    end(ports, task, shard, tally, started).await
}

/// Leaves a quarter of the time for writing down what was found.
fn time_to_look(now: DateTime<Utc>, deadline: DateTime<Utc>) -> Duration {
    (deadline - now).to_std().unwrap_or_default() * 3 / 4
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
        resources_removed = tally.resources_removed, gaps = shard.gaps.len(), "the shard has ended"
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
    fn of(listings: &[Listing]) -> Self {
        let mut gaps: Vec<Gap> = listings.iter().flat_map(|listing| listing.gaps.iter().cloned()).collect();
        gaps.sort();
        gaps.dedup();
        Self {
            anything_read: listings.iter().any(|listing| listing.gaps.is_empty() || !listing.found.is_empty()),
            resources_seen: listings.iter().map(|listing| listing.found.len() as u64).sum(),
            gaps,
            seen_whole: looked_at(listings),
        }
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
