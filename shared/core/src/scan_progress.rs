//! How a scan moves on when its shards end: the task of one shard, and the finish check.
//!
//! Whoever ends a shard, and whoever looks after scans that got stuck, calls
//! [`finish_if_collected`]; exactly one of them moves the scan on.

use crate::{
    Error, Result,
    command::Commit,
    event::Origin,
    id::{CorrelationId, ScanId, TenantId},
    page::{PageRequest, PageSize},
    scan::{Scan, ScanCollected, ScanState, Scans, ShardId, Tally},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The body of a message in the queue of a collector: one shard that is to be collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShardTask {
    /// The tenant whose scan it is.
    pub tenant_id: TenantId,
    /// The scan.
    pub scan_id: ScanId,
    /// The shard.
    pub shard_id: ShardId,
    /// What set the scan in motion, so that its events can be told to belong together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<CorrelationId>,
}

/// Returns the scan that is under way, if one is; a second would only get in its way.
///
/// A scan starts only where none is under way, so looking at the newest is enough.
pub async fn under_way(scans: &dyn Scans, tenant: &TenantId) -> Result<Option<Scan>> {
    let newest = scans.scans(tenant, &PageRequest::first(PageSize::of(1)?)).await?;
    Ok(newest.items.into_iter().find(|scan| !scan.state.has_ended()))
}

/// How often a change that others got in the way of is tried again.
const TRIES: usize = 5;

/// Returns the scan as it is once its last shard has ended, or `None` while shards are open.
///
/// A scan that is not being collected is left alone, so that the check may be made at any time.
pub fn collected(scan: &Scan, tally: &Tally, now: DateTime<Utc>) -> Option<Scan> {
    let all_ended = scan.shards_total.is_some_and(|total| tally.shards_ended >= total);
    (scan.state == ScanState::Collecting && all_ended).then(|| Scan {
        version: scan.version.next(),
        state: ScanState::Assembling,
        collected_at: Some(now),
        ..scan.clone()
    })
}

/// Moves a scan on to `Assembling` if all its shards have ended; `true` for the caller who did it.
///
/// The change is conditional on the version of the scan, so of many callers exactly one moves the
/// scan on and tells [`ScanCollected`]; for the others there is nothing left to do.
pub async fn finish_if_collected(scans: &dyn Scans, tenant: &TenantId, id: &ScanId, origin: &Origin) -> Result<bool> {
    for _ in 0..TRIES {
        let Some(scan) = scans.scan(tenant, id).await? else {
            return Ok(false);
        };
        let tally = scans.tally(tenant, id).await?;
        let Some(scan) = collected(&scan, &tally, origin.at) else {
            return Ok(false);
        };

        let fact = ScanCollected { scan_id: id.clone(), tally };
        match scans.update_scan(tenant, &scan, Commit::unasked().telling(origin, &fact, scan.version)).await {
            Ok(()) => return Ok(true),
            // Somebody else changed the scan; look again at what is left to do.
            Err(Error::PreconditionFailed { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Err(Error::unavailable("the scan", "too many others change it at the same time"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{command::Version, page::Page, scan::ScanRequest};
    use async_trait::async_trait;
    use proptest::prelude::*;
    use std::{
        sync::{
            Mutex,
            atomic::{AtomicUsize, Ordering},
        },
        task::{Context, Poll, Waker},
    };

    const STATES: [ScanState; 6] = [
        ScanState::Requested,
        ScanState::Collecting,
        ScanState::Assembling,
        ScanState::Completed,
        ScanState::CompletedWithGaps,
        ScanState::Failed,
    ];

    fn scan(state: ScanState, shards_total: Option<u64>) -> Scan {
        Scan {
            id: ScanId::generate(DateTime::UNIX_EPOCH),
            version: Version(2),
            request: ScanRequest::default(),
            state,
            failure: None,
            requested_at: DateTime::UNIX_EPOCH,
            planned_at: Some(DateTime::UNIX_EPOCH),
            collected_at: None,
            completed_at: None,
            shards_total,
        }
    }

    fn ended(shards_ended: u64) -> Tally {
        Tally { shards_ended, ..Tally::default() }
    }

    proptest! {
        #[test]
        fn moves_on_only_when_every_shard_has_ended(
            state in prop::sample::select(STATES.to_vec()),
            total in prop::option::of(0_u64..5),
            count in 0_u64..5,
        ) {
            let moved = collected(&scan(state, total), &ended(count), DateTime::UNIX_EPOCH);

            prop_assert_eq!(moved.is_some(), state == ScanState::Collecting && total.is_some_and(|total| total <= count));
        }
    }

    #[test]
    fn never_moves_on_twice() {
        let moved = collected(&scan(ScanState::Collecting, Some(3)), &ended(3), DateTime::UNIX_EPOCH).unwrap();

        assert_eq!((moved.state, moved.version), (ScanState::Assembling, Version(3)));
        assert_eq!(moved.collected_at, Some(DateTime::UNIX_EPOCH));
        assert_eq!(collected(&moved, &ended(3), DateTime::UNIX_EPOCH), None);
    }

    /// One scan whose next updates can be made to lose against another writer.
    struct OneScan {
        scan: Mutex<Scan>,
        ended: u64,
        races: AtomicUsize,
        /// Whether the other writer is one who finishes the scan.
        finishes: bool,
        told: Mutex<Vec<String>>,
    }

    #[async_trait]
    impl Scans for OneScan {
        async fn scan(&self, _: &TenantId, _: &ScanId) -> Result<Option<Scan>> {
            Ok(Some(self.scan.lock().unwrap().clone()))
        }

        async fn scans(&self, _: &TenantId, _: &PageRequest) -> Result<Page<Scan>> {
            Ok(Page { items: Vec::new(), next: None })
        }

        async fn insert_scan(&self, _: &TenantId, _: &Scan, _: Commit) -> Result<()> {
            Ok(())
        }

        async fn update_scan(&self, _: &TenantId, scan: &Scan, commit: Commit) -> Result<()> {
            let mut kept = self.scan.lock().unwrap();
            if self.races.load(Ordering::SeqCst) > 0 {
                self.races.fetch_sub(1, Ordering::SeqCst);
                kept.version = kept.version.next();
                if self.finishes {
                    kept.state = ScanState::Assembling;
                }
            }
            if kept.version.next() != scan.version {
                return Err(Error::PreconditionFailed { kind: "scan" });
            }
            *kept = scan.clone();
            self.told.lock().unwrap().extend(commit.events.into_iter().map(|event| event.kind));
            Ok(())
        }

        async fn tally(&self, _: &TenantId, _: &ScanId) -> Result<Tally> {
            Ok(ended(self.ended))
        }

        async fn unfinished(&self) -> Result<Vec<(TenantId, ScanId)>> {
            Ok(Vec::new())
        }
    }

    fn scans(races: usize, finishes: bool) -> OneScan {
        OneScan {
            scan: Mutex::new(scan(ScanState::Collecting, Some(3))),
            ended: 3,
            races: AtomicUsize::new(races),
            finishes,
            told: Mutex::default(),
        }
    }

    fn check(scans: &OneScan) -> Result<bool> {
        let tenant = TenantId::generate(DateTime::UNIX_EPOCH);
        let origin = Origin::of_system(tenant.clone(), "test", DateTime::UNIX_EPOCH);
        let id = scans.scan.lock().unwrap().id.clone();
        let mut check = Box::pin(finish_if_collected(scans, &tenant, &id, &origin));
        match check.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result,
            Poll::Pending => panic!("nothing here waits"),
        }
    }

    #[test]
    fn tells_once_however_often_it_is_checked() {
        let scans = scans(0, false);

        assert!(check(&scans).unwrap());
        assert!(!check(&scans).unwrap());
        assert_eq!(*scans.told.lock().unwrap(), ["scan.collected"]);
    }

    #[test]
    fn leaves_the_event_to_whoever_was_first() {
        let scans = scans(1, true);

        assert!(!check(&scans).unwrap());
        assert!(scans.told.lock().unwrap().is_empty());
    }

    #[test]
    fn looks_again_when_something_else_changed() {
        let scans = scans(2, false);

        assert!(check(&scans).unwrap());
        assert_eq!(*scans.told.lock().unwrap(), ["scan.collected"]);
    }

    #[test]
    fn gives_up_for_now_when_others_always_win() {
        assert!(check(&scans(usize::MAX, false)).unwrap_err().is_retryable());
    }
}
