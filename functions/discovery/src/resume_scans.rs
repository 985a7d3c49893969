//! Schedule, every five minutes: take up again what was lost on the way of a scan.
//!
//! A message can be lost with a queue, a function can be killed in the middle of an account or a
//! shard, and the last collector can die between ending its shard and noticing that it was the
//! last. The reconciler compares what is with what should be, and sends again what is missing;
//! everything it sends may arrive twice.
//!
//! It looks at a scan page by page, as long as it has time, and goes on at the next activation. A
//! shard that waits is no lost shard: in a large organization most of them wait for hours. It is
//! lost if the queue of its collector is empty.

mod lost;

use crate::{asking, dispatching::Dispatch};
use chrono::{DateTime, TimeDelta, Utc};
use lost::collect_again;
use pantheon_core::{
    Error, Result,
    clock::Clock,
    command::{Commit, Version},
    event::Origin,
    id::{ScanId, TenantId},
    queue::Backlogs,
    scan::{Bookmarks, Scan, ScanCollected, ScanCompleted, ScanState, Tally},
};
use pantheon_lambda::schedule::for_each;

/// How long a step may take before it counts as lost.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// How long a scan may take before it is given up.
const LONGEST_SCAN: TimeDelta = TimeDelta::hours(24);
/// How long one activation looks; its function may take a little longer.
const LOOKS_FOR: TimeDelta = TimeDelta::seconds(40);

/// What resuming needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The scans, their accounts and shards, and the queues.
    pub dispatch: Dispatch<'a>,
    /// Where the last activation stopped.
    pub bookmarks: &'a dyn Bookmarks,
    /// How much the queues hold.
    pub backlogs: &'a dyn Backlogs,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Moves on every unfinished scan; one scan's failure does not keep the others.
pub async fn handle(ports: Ports<'_>, now: DateTime<Utc>) -> Result<()> {
    let unfinished = ports.dispatch.scans.unfinished().await?;
    for_each(unfinished, "resume a scan", |(tenant, scan_id)| resume(ports, tenant, scan_id, now)).await
}

async fn resume(ports: Ports<'_>, tenant: TenantId, scan_id: ScanId, now: DateTime<Utc>) -> Result<()> {
    let origin = Origin::of_system(tenant, "resume-scans", now);
    let scans = ports.dispatch.scans;
    let Some(scan) = scans.scan(&origin.tenant, &scan_id).await? else { return Ok(()) };

    let result = match next_step(&scan, now) {
        Step::Wait => Ok(()),
        Step::GiveUp => give_up(ports.dispatch, &origin, scan).await,
        Step::PlanAgain => {
            let fact = asking::requested(&scan);
            tell_again(ports.dispatch, &origin, scan, |origin, commit, version| commit.telling(origin, &fact, version))
                .await
        }
        Step::CollectAgain => collect_again(ports, &origin, &scan, now + LOOKS_FOR).await,
        Step::AssembleAgain => {
            let tally = scans.tally(&origin.tenant, &scan.id).await?;
            let fact = ScanCollected { scan_id: scan.id.clone(), tally };
            tell_again(ports.dispatch, &origin, scan, |origin, commit, version| commit.telling(origin, &fact, version))
                .await
        }
    };
    match result {
        // Somebody else has moved the scan on meanwhile.
        Err(Error::PreconditionFailed { .. }) => Ok(()),
        result => result,
    }
}

/// What a scan needs to move on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Wait,
    PlanAgain,
    CollectAgain,
    AssembleAgain,
    GiveUp,
}

fn next_step(scan: &Scan, now: DateTime<Utc>) -> Step {
    let late = |since: Option<DateTime<Utc>>| since.is_none_or(|since| now - since > PATIENCE);
    match scan.state {
        ScanState::Completed | ScanState::CompletedWithGaps | ScanState::Failed => Step::Wait,
        _ if now - scan.requested_at > LONGEST_SCAN => Step::GiveUp,
        ScanState::Requested if late(Some(scan.requested_at)) => Step::PlanAgain,
        ScanState::Collecting if late(scan.planned_at.or(Some(scan.requested_at))) => Step::CollectAgain,
        ScanState::Assembling if late(scan.collected_at) => Step::AssembleAgain,
        ScanState::Requested | ScanState::Collecting | ScanState::Assembling => Step::Wait,
    }
}

/// Tells the event again that should have moved the scan on, under a new version of the scan.
async fn tell_again(
    dispatch: Dispatch<'_>,
    origin: &Origin,
    mut scan: Scan,
    tell: impl FnOnce(&Origin, Commit, Version) -> Commit,
) -> Result<()> {
    scan.version = scan.version.next();
    let commit = tell(origin, Commit::unasked(), scan.version);
    dispatch.scans.update_scan(&origin.tenant, &scan, commit).await
}

async fn give_up(dispatch: Dispatch<'_>, origin: &Origin, mut scan: Scan) -> Result<()> {
    let tally = match scan.state {
        ScanState::Requested => Tally::default(),
        _ => dispatch.scans.tally(&origin.tenant, &scan.id).await?,
    };
    scan.version = scan.version.next();
    scan.state = ScanState::Failed;
    scan.completed_at = Some(origin.at);
    scan.tally = Some(tally);
    scan.failure =
        Some("the scan did not end within 24 hours; see its coverage for what is missing and start another".to_owned());

    let fact = ScanCompleted { scan_id: scan.id.clone(), state: scan.state, tally };
    let commit = Commit::unasked().telling(origin, &fact, scan.version);
    dispatch.scans.update_scan(&origin.tenant, &scan, commit).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_core::scan::ScanRequest;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    #[test]
    fn waits_for_what_is_on_time_and_repeats_what_is_late() {
        let requested = Scan::requested(ScanRequest::default(), at(0));
        let planning = Scan { state: ScanState::Collecting, accounts_total: Some(9), ..requested.clone() };
        let collecting = Scan { planned_at: Some(at(2)), ..planning.clone() };
        let assembling = Scan { state: ScanState::Assembling, collected_at: Some(at(4)), ..collecting.clone() };
        let completed = Scan { state: ScanState::Completed, ..assembling.clone() };
        let cases = [
            (&requested, 5, Step::Wait),
            (&requested, 6, Step::PlanAgain),
            (&planning, 5, Step::Wait),
            (&planning, 6, Step::CollectAgain),
            (&collecting, 7, Step::Wait),
            (&collecting, 8, Step::CollectAgain),
            (&assembling, 9, Step::Wait),
            (&assembling, 10, Step::AssembleAgain),
            (&assembling, 24 * 60 + 1, Step::GiveUp),
            (&completed, 24 * 60 + 1, Step::Wait),
        ];

        for (scan, minute, step) in cases {
            assert_eq!(next_step(scan, at(minute)), step, "{:?} at {minute}", scan.state);
        }
    }
}
