//! Schedule, every five minutes: take up again what was lost on the way of a scan.
//!
//! A message can be lost with a queue, a collector can be killed in the middle of a shard, and the
//! last collector can die between ending its shard and noticing that it was the last. The
//! reconciler compares what is with what should be, and sends again what is missing; everything it
//! sends may arrive twice.

use crate::{asking, dispatching::Dispatch};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    command::Commit,
    event::Origin,
    id::{ScanId, TenantId},
    scan::{Scan, ScanCollected, ScanCompleted, ScanState, Shard, ShardState, Tally},
};
use pantheon_lambda::schedule::for_each;

/// How long a step may take before it counts as lost.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// How long a scan may take before it is given up.
const LONGEST_SCAN: TimeDelta = TimeDelta::hours(24);

/// Moves on every unfinished scan; one scan's failure does not keep the others.
pub async fn handle(dispatch: Dispatch<'_>, now: DateTime<Utc>) -> Result<()> {
    let unfinished = dispatch.scans.unfinished().await?;
    for_each(unfinished, "resume a scan", |(tenant, scan_id)| resume(dispatch, tenant, scan_id, now)).await
}

async fn resume(dispatch: Dispatch<'_>, tenant: TenantId, scan_id: ScanId, now: DateTime<Utc>) -> Result<()> {
    let origin = Origin::of_system(tenant, "resume-scans", now);
    let Some(scan) = dispatch.scans.scan(&origin.tenant, &scan_id).await? else { return Ok(()) };

    let result = match next_step(&scan, now) {
        Step::Wait => Ok(()),
        Step::GiveUp => give_up(dispatch, &origin, scan).await,
        Step::PlanAgain => {
            let fact = asking::requested(&scan);
            tell_again(dispatch, &origin, scan, |origin, commit, version| commit.telling(origin, &fact, version)).await
        }
        Step::CollectAgain => collect_again(dispatch, &origin, &scan).await,
        Step::AssembleAgain => {
            let tally = dispatch.scans.tally(&origin.tenant, &scan.id).await?;
            let fact = ScanCollected { scan_id: scan.id.clone(), tally };
            tell_again(dispatch, &origin, scan, |origin, commit, version| commit.telling(origin, &fact, version)).await
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
        ScanState::Collecting if late(scan.planned_at) => Step::CollectAgain,
        ScanState::Assembling if late(scan.collected_at) => Step::AssembleAgain,
        ScanState::Requested | ScanState::Collecting | ScanState::Assembling => Step::Wait,
    }
}

/// Tells the event again that should have moved the scan on, under a new version of the scan.
async fn tell_again(
    dispatch: Dispatch<'_>,
    origin: &Origin,
    mut scan: Scan,
    tell: impl FnOnce(&Origin, Commit, pantheon_core::command::Version) -> Commit,
) -> Result<()> {
    scan.version = scan.version.next();
    let commit = tell(origin, Commit::unasked(), scan.version);
    dispatch.scans.update_scan(&origin.tenant, &scan, commit).await
}

/// Hands out what is still pending, and what a collector took up and never ended.
async fn collect_again(dispatch: Dispatch<'_>, origin: &Origin, scan: &Scan) -> Result<()> {
    let rule = |shard: &Shard| shard.state == ShardState::Pending || is_abandoned(shard, origin.at);
    dispatch.hand_out_if(origin, &scan.id, rule).await
}

fn is_abandoned(shard: &Shard, now: DateTime<Utc>) -> bool {
    shard.state == ShardState::Running && shard.leased_until.is_none_or(|until| until < now)
}

async fn give_up(dispatch: Dispatch<'_>, origin: &Origin, mut scan: Scan) -> Result<()> {
    let tally = match scan.shards_total {
        Some(_) => dispatch.scans.tally(&origin.tenant, &scan.id).await?,
        None => Tally::default(),
    };
    scan.version = scan.version.next();
    scan.state = ScanState::Failed;
    scan.completed_at = Some(origin.at);
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
        let collecting = Scan { state: ScanState::Collecting, planned_at: Some(at(2)), ..requested.clone() };
        let assembling = Scan { state: ScanState::Assembling, collected_at: Some(at(4)), ..collecting.clone() };
        let completed = Scan { state: ScanState::Completed, ..assembling.clone() };
        let cases = [
            (&requested, 5, Step::Wait),
            (&requested, 6, Step::PlanAgain),
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
