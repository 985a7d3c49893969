//! Handing out: accounts to be planned, and shards to their collectors or straight to the ledger.

use chrono::TimeDelta;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use pantheon_core::{
    Error, Result,
    aws::AccountId,
    command::Commit,
    event::Origin,
    id::ScanId,
    page::{PageRequest, PageSize},
    queue::Tasks,
    scan::{Plans, Scans, Shard, ShardFinished, ShardState, Shards, Tally},
    scan_progress::{PlanTask, ShardTask},
};
use std::collections::BTreeMap;

/// The queue of accounts that are to be planned.
pub const PLAN_ACCOUNT: &str = "plan-account";

/// How many shards that stay unseen are ended at once.
const ENDED_AT_ONCE: usize = 8;

/// What handing out needs.
#[derive(Clone, Copy)]
pub struct Dispatch<'a> {
    /// The scans.
    pub scans: &'a dyn Scans,
    /// Their accounts.
    pub plans: &'a dyn Plans,
    /// Their shards.
    pub shards: &'a dyn Shards,
    /// The queues of `plan-account` and of the collectors.
    pub tasks: &'a dyn Tasks,
}

impl Dispatch<'_> {
    /// Hands out every account that is not planned yet, page by page.
    pub async fn hand_out_accounts(&self, origin: &Origin, scan_id: &ScanId) -> Result<()> {
        let mut page = PageRequest::first(PageSize::LARGEST);
        loop {
            let accounts = self.plans.unplanned(&origin.tenant, scan_id, &page).await?;
            let bodies = accounts.items.iter().map(|id| plan_task(origin, scan_id, id)).collect::<Result<Vec<_>>>()?;
            self.tasks.send(PLAN_ACCOUNT, bodies).await?;
            let Some(next) = accounts.next else { return Ok(()) };
            page.after = Some(next);
        }
    }

    /// Hands each shard to its collector; those known to stay unseen end at once.
    pub async fn hand_out(&self, origin: &Origin, scan_id: &ScanId, shards: Vec<Shard>) -> Result<()> {
        let (to_collect, unseen): (Vec<_>, Vec<_>) = shards.into_iter().partition(|shard| shard.gaps.is_empty());
        let ends = stream::iter(unseen).map(|shard| self.end_unseen(origin, scan_id, shard));
        ends.buffer_unordered(ENDED_AT_ONCE).try_collect::<()>().await?;
        self.send(origin, scan_id, &to_collect).await
    }

    async fn send(&self, origin: &Origin, scan_id: &ScanId, shards: &[Shard]) -> Result<()> {
        let mut bodies: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for shard in shards {
            let task = ShardTask {
                tenant_id: origin.tenant.clone(),
                scan_id: scan_id.clone(),
                shard_id: shard.id.clone(),
                correlation_id: Some(origin.correlation.clone()),
                waits: 0,
            };
            let body = serde_json::to_string(&task).map_err(Error::internal)?;
            bodies.entry(queue_of(shard)).or_default().push(body);
        }
        for (queue, bodies) in bodies {
            self.tasks.send(&queue, bodies).await?;
        }
        Ok(())
    }

    async fn end_unseen(&self, origin: &Origin, scan_id: &ScanId, shard: Shard) -> Result<()> {
        // Ending a shard takes one transaction, so the lease only has to outlive that.
        let until = origin.at + TimeDelta::seconds(30);
        let leased = self.shards.lease_shard(&origin.tenant, scan_id, &shard.id, origin.at, until).await?;
        let Some(leased) = leased else { return Ok(()) };

        let state = ShardState::of_outcome(false, &shard.gaps);
        let tally = Tally::ended(&shard.gaps);
        let fact = ShardFinished { scan_id: scan_id.clone(), scope: shard.id.scope().clone(), state, tally };
        let ended = Shard { state, gaps: shard.gaps, ended_at: Some(origin.at), leased_until: None, ..leased };
        let mut commit = Commit::unasked();
        commit.events.push(origin.event(&fact, u64::from(ended.attempts)));
        self.shards.end_shard(&origin.tenant, scan_id, &ended, tally, commit).await.map(drop)
    }
}

/// Names the queue that a shard is handed out through.
pub fn queue_of(shard: &Shard) -> String {
    format!("collect-{}", shard.id.scope().service)
}

fn plan_task(origin: &Origin, scan_id: &ScanId, account_id: &AccountId) -> Result<String> {
    let task = PlanTask {
        tenant_id: origin.tenant.clone(),
        scan_id: scan_id.clone(),
        account_id: account_id.clone(),
        correlation_id: Some(origin.correlation.clone()),
        waits: 0,
    };
    serde_json::to_string(&task).map_err(Error::internal)
}
