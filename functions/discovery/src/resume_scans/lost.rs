//! Which accounts and shards of a scan are lost, and handing them out again.

use super::Ports;
use crate::dispatching::{PLAN_ACCOUNT, queue_of};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Result,
    event::Origin,
    page::{PageRequest, PageSize},
    scan::{Scan, Shard, ShardRule, ShardState},
    scan_progress::finish_if_planned,
};
use std::collections::BTreeMap;

/// After how long a shard that waits is handed out again even if its queue is never seen empty.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(12);

/// Hands out the accounts and shards that are lost, until `until`, and moves the scan on if none is
/// left.
pub(super) async fn collect_again(ports: Ports<'_>, origin: &Origin, scan: &Scan, until: DateTime<Utc>) -> Result<()> {
    let mut queues = Queues::of(ports, scan, origin.at);
    if scan.planned_at.is_none() && queues.lost_what_it_held(PLAN_ACCOUNT).await? {
        ports.dispatch.hand_out_accounts(origin, &scan.id).await?;
    }
    look_at_shards(ports, origin, scan, &mut queues, until).await?;
    finish_if_planned(ports.dispatch.scans, ports.dispatch.plans, &origin.tenant, &scan.id, origin).await
}

async fn look_at_shards(
    ports: Ports<'_>,
    origin: &Origin,
    scan: &Scan,
    queues: &mut Queues<'_>,
    until: DateTime<Utc>,
) -> Result<()> {
    let after = ports.bookmarks.bookmark(&origin.tenant, &scan.id).await?;
    let mut page = PageRequest { size: PageSize::LARGEST, after };
    loop {
        let open = ports.dispatch.shards.shards_that(&origin.tenant, &scan.id, ShardRule::Open, &page).await?;
        let mut lost = Vec::new();
        for shard in open.items {
            if is_abandoned(&shard, origin.at)
                || shard.state == ShardState::Pending && queues.lost_what_it_held(&queue_of(&shard)).await?
            {
                lost.push(shard);
            }
        }
        ports.dispatch.hand_out(origin, &scan.id, lost).await?;

        let late = ports.clock.now() >= until;
        if late || open.next.is_none() {
            return ports.bookmarks.keep_bookmark(&origin.tenant, &scan.id, open.next.as_ref()).await;
        }
        page.after = open.next;
    }
}

fn is_abandoned(shard: &Shard, now: DateTime<Utc>) -> bool {
    shard.state == ShardState::Running && shard.leased_until.is_none_or(|until| until < now)
}

/// What is known of the queues in one activation.
struct Queues<'a> {
    ports: Ports<'a>,
    /// Whether the scan has waited so long that a full queue proves nothing.
    overdue: bool,
    empty: BTreeMap<String, bool>,
}

impl<'a> Queues<'a> {
    fn of(ports: Ports<'a>, scan: &Scan, now: DateTime<Utc>) -> Self {
        let overdue = now - scan.planned_at.unwrap_or(scan.requested_at) > LONGEST_WAIT;
        Self { ports, overdue, empty: BTreeMap::new() }
    }

    /// Tells whether what waits for this queue is not in it.
    async fn lost_what_it_held(&mut self, queue: &str) -> Result<bool> {
        if let Some(empty) = self.empty.get(queue) {
            return Ok(*empty || self.overdue);
        }
        let empty = self.ports.backlogs.backlog(queue).await? == 0;
        self.empty.insert(queue.to_owned(), empty);
        Ok(empty || self.overdue)
    }
}
