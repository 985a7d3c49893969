//! Handing shards out: to the queues of their collectors, or straight to the ledger.

use chrono::TimeDelta;
use pantheon_core::{
    Error, Result,
    command::Commit,
    event::Origin,
    id::ScanId,
    page::{PageRequest, PageSize},
    queue::Tasks,
    scan::{Scans, Shard, ShardFinished, ShardState, Shards, Tally},
    scan_progress::{ShardTask, finish_if_collected},
};
use std::collections::BTreeMap;

/// What handing out needs.
#[derive(Clone, Copy)]
pub struct Dispatch<'a> {
    /// The scans.
    pub scans: &'a dyn Scans,
    /// Their shards.
    pub shards: &'a dyn Shards,
    /// The queues of the collectors.
    pub tasks: &'a dyn Tasks,
}

impl Dispatch<'_> {
    /// Hands every pending shard to its collector; those known to stay unseen end at once.
    pub async fn hand_out(&self, origin: &Origin, scan_id: &ScanId) -> Result<()> {
        let is_pending = |shard: &Shard| shard.state == ShardState::Pending;
        self.hand_out_if(origin, scan_id, is_pending).await
    }

    /// Hands out the shards that the rule picks, and moves the scan on if none is left.
    pub async fn hand_out_if(&self, origin: &Origin, scan_id: &ScanId, rule: impl Fn(&Shard) -> bool) -> Result<()> {
        let mut page = PageRequest::first(PageSize::LARGEST);
        loop {
            let shards = self.shards.shards(&origin.tenant, scan_id, &page).await?;
            let picked = shards.items.into_iter().filter(&rule);
            let (to_collect, unseen): (Vec<_>, Vec<_>) = picked.partition(|shard| shard.gaps.is_empty());
            for shard in unseen {
                self.end_unseen(origin, scan_id, shard).await?;
            }
            self.send(origin, scan_id, &to_collect).await?;
            let Some(next) = shards.next else { break };
            page.after = Some(next);
        }

        // A scan without a shard to collect has nobody else to notice that it is collected.
        finish_if_collected(self.scans, &origin.tenant, scan_id, origin).await.map(drop)
    }

    async fn send(&self, origin: &Origin, scan_id: &ScanId, shards: &[Shard]) -> Result<()> {
        let mut bodies: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for shard in shards {
            let task = ShardTask {
                tenant_id: origin.tenant.clone(),
                scan_id: scan_id.clone(),
                shard_id: shard.id.clone(),
                correlation_id: Some(origin.correlation.clone()),
            };
            let body = serde_json::to_string(&task).map_err(Error::internal)?;
            bodies.entry(format!("collect-{}", shard.id.scope().service)).or_default().push(body);
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
