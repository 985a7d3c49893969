//! What was not looked at for too long is looked at, and what that finds is told once.

use super::*;
use crate::testing::account_in;
use pantheon_core::{
    collect::{Gap, GapReason},
    scan::{ScanRequest, ScanState, Shard, ShardState, Tally},
};
use pantheon_testing::{
    accounts::MemoryAccounts,
    discovery::{MemoryDiscovery, scope},
    now, tenant,
};

const EC2: &str = "111111111111:eu-west-1:ec2";
const S3: &str = "111111111111:global:s3";
const STRANGE: &str = "999999999999:eu-west-1:ec2";

fn hour(hours: i64) -> DateTime<Utc> {
    now() + TimeDelta::hours(hours)
}

struct World {
    accounts: MemoryAccounts,
    discovery: MemoryDiscovery,
}

impl World {
    fn new() -> Self {
        let accounts = MemoryAccounts::with(&tenant(), [account_in("111111111111", None)]);
        Self { accounts, discovery: MemoryDiscovery::default() }
    }

    async fn reconcile(&self, at: DateTime<Utc>) -> Vec<ScanRequest> {
        let before = self.discovery.events().len();
        let ports = Ports {
            accounts: &self.accounts,
            scans: &self.discovery,
            shards: &self.discovery,
            reconciliations: &self.discovery,
            limit: TimeDelta::hours(6),
        };
        handle(ports, at).await.unwrap();
        let events = self.discovery.events().split_off(before).into_iter();
        events.filter_map(|event| event.fact::<ScanRequested>().ok()).map(|fact| fact.request).collect()
    }

    /// Adds a scan of these shards that has ended.
    async fn scanned(&self, at: DateTime<Utc>, request: ScanRequest, shards: &[(&str, ShardState, Option<GapReason>)]) {
        let scan = Scan::requested(request, at);
        self.discovery.insert_scan(&tenant(), &scan, Commit::unasked()).await.unwrap();
        self.end(&scan, at, shards, Tally::default()).await;
    }

    async fn end(
        &self,
        scan: &Scan,
        at: DateTime<Utc>,
        shards: &[(&str, ShardState, Option<GapReason>)],
        tally: Tally,
    ) {
        for (shard, state, reason) in shards {
            let pending = Shard::pending(scope(shard).into());
            self.discovery.insert_shards(&tenant(), &scan.id, std::slice::from_ref(&pending)).await.unwrap();
            let until = at + TimeDelta::minutes(1);
            let leased =
                self.discovery.lease_shard(&tenant(), &scan.id, &pending.id, at, until).await.unwrap().unwrap();
            let gap = |reason| Gap { operation: "ec2:Describe".into(), reason, detail: String::new() };
            let ended =
                Shard { state: *state, gaps: reason.map(gap).into_iter().collect(), ended_at: Some(at), ..leased };
            self.discovery.end_shard(&tenant(), &scan.id, &ended, tally, Commit::unasked()).await.unwrap();
        }
        let ended = Scan { version: scan.version.next(), state: ScanState::Completed, ..scan.clone() };
        self.discovery.update_scan(&tenant(), &ended, Commit::unasked()).await.unwrap();
    }

    async fn newest(&self) -> Scan {
        let page = pantheon_core::page::PageRequest::first(pantheon_core::page::PageSize::of(1).unwrap());
        self.discovery.scans(&tenant(), &page).await.unwrap().items.remove(0)
    }

    fn reconciled(&self) -> Vec<InventoryReconciled> {
        self.discovery.events().iter().filter_map(|event| event.fact().ok()).collect()
    }
}

fn asked(requests: &[ScanRequest]) -> Vec<String> {
    let services = requests.iter().flat_map(|request| &request.services);
    services.map(ToString::to_string).collect()
}

#[tokio::test]
async fn looks_at_what_waited_too_long_and_leaves_the_rest() {
    let world = World::new();
    world
        .scanned(hour(0), ScanRequest::default(), &[(EC2, ShardState::Read, None), (S3, ShardState::Read, None)])
        .await;
    let narrow = ScanRequest { services: vec!["s3".parse().unwrap()], ..ScanRequest::default() };
    world.scanned(hour(4), narrow, &[(S3, ShardState::Read, None)]).await;

    assert_eq!(asked(&world.reconcile(hour(5)).await), [""; 0]);
    assert_eq!(asked(&world.reconcile(hour(7)).await), ["ec2"]);
}

#[tokio::test]
async fn looks_again_where_a_hole_may_have_passed() {
    let world = World::new();
    let throttled = (EC2, ShardState::Throttled, Some(GapReason::Throttled));
    let denied = (S3, ShardState::Denied, Some(GapReason::Denied));
    world.scanned(hour(0), ScanRequest::default(), &[throttled, denied]).await;

    assert_eq!(asked(&world.reconcile(hour(1)).await), ["ec2"]);
}

#[tokio::test]
async fn does_not_get_in_the_way_of_a_scan() {
    let world = World::new();
    world.scanned(hour(0), ScanRequest::default(), &[(EC2, ShardState::Read, None)]).await;
    let running = Scan::requested(ScanRequest::default(), hour(7));
    world.discovery.insert_scan(&tenant(), &running, Commit::unasked()).await.unwrap();

    assert_eq!(asked(&world.reconcile(hour(8)).await), [""; 0]);
}

#[tokio::test]
async fn forgets_accounts_that_were_let_go() {
    let world = World::new();
    world.scanned(hour(0), ScanRequest::default(), &[(STRANGE, ShardState::Read, None)]).await;

    assert_eq!(asked(&world.reconcile(hour(9)).await), [""; 0]);
}

#[tokio::test]
async fn tells_once_how_much_no_event_had_announced() {
    let world = World::new();
    world.scanned(hour(0), ScanRequest::default(), &[(EC2, ShardState::Read, None)]).await;
    world.reconcile(hour(7)).await;
    world.reconcile(hour(8)).await;
    assert_eq!(world.reconciled(), [], "its scan is under way");

    let scan = world.newest().await;
    let tally = Tally { shards_ended: 1, resources_written: 2, resources_removed: 1, ..Tally::default() };
    world.end(&scan, hour(8), &[(EC2, ShardState::Read, None)], tally).await;
    world.reconcile(hour(8)).await;
    world.reconcile(hour(9)).await;

    let told = world.reconciled();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].unannounced_changes, told[0].scopes, told[0].scan_id.clone()), (3, 1, scan.id));
}

#[tokio::test]
async fn starts_once_an_hour_at_most() {
    let world = World::new();
    let failing = [(EC2, ShardState::Unreachable, Some(GapReason::Unreachable))];
    world.scanned(hour(0), ScanRequest::default(), &failing).await;
    assert_eq!(world.reconcile(hour(1)).await.len(), 1);
    let scan = world.newest().await;
    world.end(&scan, hour(1), &failing, Tally::default()).await;

    assert_eq!(world.reconcile(hour(1) + TimeDelta::minutes(15)).await.len(), 0);
    assert_eq!(world.reconcile(hour(2)).await.len(), 1);
}
