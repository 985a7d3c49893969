//! A scan from its request to its world, on fakes; and what the routes say on the way.

mod resources;

use crate::{
    get_latest_world, get_resource, get_resource_diff, get_scan, list_coverage, list_resource_history, list_resources,
    list_resources::ResourceListing,
    list_scan_coverage, list_scans, plan_account, planning, scan_organization, start_scan,
    testing::{Addresses, Estate, FIRST, REFUSED, SECOND, in_state},
};
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_core::{
    Error, Result,
    account::AccountState,
    collect::{Gap, GapReason},
    command::Commit,
    id::{ScanId, TenantId},
    page::PageRequest,
    permission::Permission,
    queue::Tasks,
    scan::{Inventory, Plans, Scan, ScanState, Scans, ShardState, Shards, Tally},
};
use pantheon_lambda::http::{Cursors, Json, Request};
use pantheon_testing::{
    accounts::{MemoryAccounts, WatchedAws},
    caller, code,
    discovery::{MemoryDiscovery, first_change, found, resource, scope},
    load_request, now, request, stranger, tenant, violations,
};
use serde_json::json;

fn cursors() -> Cursors {
    Cursors::new(b"secret")
}

async fn list(discovery: &MemoryDiscovery, request: Request) -> Result<Json<ResourceListing>> {
    list_resources::handle(discovery, discovery, discovery, &cursors(), request).await
}

#[tokio::test]
async fn walks_from_the_request_to_the_world() {
    let estate = Estate::new();
    let started = estate.start().await;
    assert_eq!((started.state, started.progress.percent), (ScanState::Requested, None));

    estate.plan().await;
    let tasks = estate.tasks.take();
    let queues: Vec<_> = tasks.iter().map(|(queue, _)| queue.as_str()).collect();
    assert_eq!(queues, ["collect-ec2", "collect-s3", "collect-ec2", "collect-s3"]);
    for (_, task) in &tasks {
        estate.collect(task).await;
    }
    assert_eq!(estate.scan(&started.id).await.state, ScanState::Assembling);

    estate.assemble().await;
    let ended = estate.scan(&started.id).await;
    assert_eq!(ended.state, ScanState::CompletedWithGaps, "the refused account is a hole");
    assert_eq!(
        estate.discovery.told().iter().filter(|kind| *kind != "scan.shard_finished").collect::<Vec<_>>(),
        ["scan.requested", "scan.planned", "scan.collected", "world.assembled", "scan.completed"]
    );

    let request = request().caller(&[Permission::ResourcesRead]).build();
    let world = get_latest_world::handle(&estate.discovery, &Addresses, &estate.discovery, &estate.discovery, request);
    let world = world.await.unwrap().body;
    assert_eq!((world.summary.resources, world.summary.complete), (2, false));
    assert!(world.url.contains(started.id.as_str()));
    assert!(!world.coverage.complete);
    assert_eq!((world.coverage.holes, world.coverage.reasons.skipped), (2, 2), "the account is not connected");
}

#[tokio::test]
async fn a_repeated_event_changes_nothing() {
    let estate = Estate::new();
    let started = estate.start().await;
    estate.plan().await;
    let first = estate.tasks.take();
    estate.plan().await;
    assert!(estate.tasks.take().is_empty(), "what is planned is not planned again");

    for (_, task) in first.iter().chain(&first) {
        estate.collect(task).await;
    }
    estate.assemble().await;
    let told = estate.discovery.told();
    estate.assemble().await;
    estate.plan().await;

    assert_eq!(estate.discovery.told(), told);
    assert_eq!(estate.scan(&started.id).await.state, ScanState::CompletedWithGaps);
    assert!(estate.tasks.take().is_empty());
}

#[tokio::test]
async fn an_account_that_cannot_be_entered_stays_in_the_ledger() {
    let estate = Estate::new();
    let denied = Gap { operation: "sts:AssumeRole".into(), reason: GapReason::Denied, detail: "no".into() };
    let estate = Estate { aws: WatchedAws::default().regions(Err(denied.clone())), ..estate };
    let started = estate.start().await;

    estate.plan().await;

    assert!(estate.tasks.take().is_empty());
    let ledger = estate.ledger(&started.id).await;
    let states: Vec<_> = ledger.iter().map(|shard| (shard.id.to_string(), shard.state)).collect();
    assert_eq!(ledger.len(), 6, "{states:?}");
    assert!(ledger.iter().all(|shard| shard.state.has_ended() && shard.state != ShardState::Read), "{states:?}");
    assert!(ledger.iter().any(|shard| shard.gaps == [denied.clone()]));
    assert_eq!(estate.scan(&started.id).await.state, ScanState::Assembling, "nothing is left to wait for");
}

#[tokio::test]
async fn resumes_what_was_lost() {
    let estate = Estate::new();
    let started = estate.start().await;
    estate.resume(4).await;
    assert_eq!(estate.scan(&started.id).await.version.0, 1, "it is not late yet");
    estate.resume(6).await;
    assert_eq!(estate.discovery.told(), ["scan.requested", "scan.requested"]);

    estate.plan().await;
    let mut tasks = estate.tasks.take();
    tasks.sort_by_key(|(_, task)| task.shard_id.clone());
    let (abandoned, rest) = tasks.split_first().unwrap();
    let until = now() + TimeDelta::minutes(5);
    let task = &abandoned.1;
    estate.discovery.lease_shard(&tenant(), &task.scan_id, &task.shard_id, now(), until).await.unwrap().unwrap();
    for (_, task) in rest {
        estate.collect(task).await;
    }

    estate.resume(6).await;
    let resumed: Vec<_> = estate.tasks.take().into_iter().map(|(queue, task)| (queue, task.shard_id)).collect();
    assert_eq!(resumed, [(abandoned.0.clone(), task.shard_id.clone())], "only the shard whose lease ended");
}

#[tokio::test]
async fn hands_a_shard_that_waits_out_again_only_if_its_queue_is_empty() {
    let estate = Estate::new();
    estate.start().await;
    estate.plan().await;
    estate.resume(6).await;
    assert_eq!(estate.tasks.take().len(), 4, "they were sent once, and still wait");

    estate.resume(11).await;
    let again = estate.tasks.take();
    assert_eq!(again.len(), 4, "the queues are empty, and no collector has them");
    estate.tasks.send("collect-s3", vec![serde_json::to_string(&again[2].1).unwrap()]).await.unwrap();

    estate.resume(16).await;
    let queues: Vec<String> = estate.tasks.take().into_iter().map(|(queue, _)| queue).collect();
    assert_eq!(queues, ["collect-s3", "collect-ec2", "collect-ec2"], "what is in the queue is not sent twice");
}

#[tokio::test]
async fn takes_up_the_planning_of_an_account_that_was_lost() {
    let estate = Estate::new();
    let started = estate.start().await;
    estate.walk().await;
    let mut accounts = estate.tasks.take_accounts();
    let lost = accounts.pop().unwrap();
    for (account, _) in accounts {
        estate.plan_account(account).await.unwrap();
    }
    for (_, task) in estate.tasks.take() {
        estate.collect(&task).await;
    }
    let scan = estate.scan(&started.id).await;
    assert_eq!((scan.state, scan.shards_total), (ScanState::Collecting, None), "nobody knows yet how many there are");

    estate.resume(6).await;
    let again = estate.tasks.take_accounts();
    assert_eq!(again.iter().map(|(task, _)| &task.account_id).collect::<Vec<_>>(), [&lost.0.account_id]);
    estate.plan_account(again[0].0.clone()).await.unwrap();

    assert_eq!(estate.scan(&started.id).await.state, ScanState::Assembling, "the last account had no shard to collect");
}

#[tokio::test]
async fn asks_a_throttled_account_again_before_it_is_a_gap() {
    let slow = Gap { operation: "account:ListRegions".into(), reason: GapReason::Throttled, detail: "slow".into() };
    let estate = Estate { aws: WatchedAws::default().regions(Err(slow.clone())), ..Estate::new() };
    let started = estate.start().await;
    estate.walk().await;
    let (mut task, mut delays) = (estate.tasks.take_accounts().remove(0).0, Vec::new());

    for _ in 0..plan_account::MOST_WAITS {
        estate.plan_account(task).await.unwrap();
        assert!(estate.ledger(&started.id).await.is_empty(), "nothing is written down yet");
        let (later, delay) = estate.tasks.take_accounts().remove(0);
        delays.push(delay.as_secs());
        task = later;
    }
    estate.plan_account(task).await.unwrap();

    assert_eq!(delays, [30, 60, 120, 240, 480, 960]);
    let ledger = estate.ledger(&started.id).await;
    assert!(!ledger.is_empty() && ledger.iter().all(|shard| shard.state == ShardState::Throttled), "{ledger:?}");
}

#[tokio::test]
async fn plans_the_same_shards_however_often_it_is_begun() {
    let estate = Estate::new();
    let started = estate.start().await;
    estate.walk().await;
    let (task, _) = estate.tasks.take_accounts().remove(0);
    let regions = |names: &[&str]| WatchedAws::default().regions(Ok(names));
    let narrow = Estate { aws: regions(&["us-east-1"]), ..estate };
    let decided = planning::target(&in_state(FIRST, AccountState::Connected), Ok(vec!["eu-west-1".parse().unwrap()]));
    narrow.discovery.decide(&tenant(), &started.id, &decided).await.unwrap();

    for _ in 0..3 {
        narrow.plan_account(task.clone()).await.unwrap();
    }

    let regions: Vec<_> = narrow.ledger(&started.id).await.iter().map(|shard| shard.id.to_string()).collect();
    assert_eq!(regions, ["111111111111:eu-west-1:ec2", "111111111111:global:s3"]);
    let planned = narrow.discovery.planned(&tenant(), &started.id).await.unwrap();
    assert_eq!((planned.accounts, planned.shards), (1, 2));
}

#[tokio::test]
async fn gives_a_scan_up_after_a_day() {
    let estate = Estate::new();
    let started = estate.start().await;

    estate.resume(24 * 60 + 1).await;

    let scan = estate.scan(&started.id).await;
    assert_eq!(scan.state, ScanState::Failed);
    assert!(scan.failure.is_some());
    assert_eq!(estate.discovery.told().last().unwrap(), "scan.completed");
}

#[tokio::test]
async fn the_schedule_starts_one_scan_per_tenant() {
    let estate = Estate::new();

    scan_organization::handle(&estate.accounts, &estate.discovery, now()).await.unwrap();
    scan_organization::handle(&estate.accounts, &estate.discovery, now()).await.unwrap();

    assert_eq!(estate.discovery.told(), ["scan.requested"]);
}

fn start(body: serde_json::Value) -> pantheon_lambda::http::Request {
    request().caller(&[Permission::ScansStart]).header("idempotency-key", "k").body(body).build()
}

#[tokio::test]
async fn refuses_a_scope_that_nobody_could_read() {
    let estate = Estate::new();
    let body = json!({"accounts": [FIRST, REFUSED], "services": ["ec2", "braket"]});

    let refused = start_scan::handle(&estate.accounts, &estate.discovery, start(body)).await;

    assert_eq!(violations(refused), ["/accounts/1", "/services/1"]);
}

#[tokio::test]
async fn refuses_a_second_scan_and_a_scan_of_nothing() {
    let estate = Estate::new();
    estate.start().await;
    let second = start_scan::handle(&estate.accounts, &estate.discovery, start(json!({}))).await;
    assert_eq!(code(second), "conflict");

    let nobody = MemoryAccounts::default();
    let empty = start_scan::handle(&nobody, &MemoryDiscovery::default(), start(json!({}))).await;
    assert_eq!(code(empty), "conflict");
}

#[tokio::test]
async fn asks_every_caller_for_the_permission() {
    let estate = Estate::new();
    let (discovery, cursors) = (&estate.discovery, cursors());
    let nothing = || request().caller(&[]).path("scan_id", "x").path("resource_id", "x").build();

    assert_eq!(code(start_scan::handle(&estate.accounts, discovery, nothing()).await), "forbidden");
    assert_eq!(code(list_scans::handle(discovery, discovery, &cursors, nothing()).await), "forbidden");
    assert_eq!(code(get_scan::handle(discovery, discovery, nothing()).await), "forbidden");
    assert_eq!(code(list_scan_coverage::handle(discovery, discovery, &cursors, nothing()).await), "forbidden");
    let world = get_latest_world::handle(discovery, &Addresses, discovery, discovery, nothing()).await;
    assert_eq!(code(world), "forbidden");
    assert_eq!(code(list(discovery, nothing()).await), "forbidden");
    assert_eq!(code(get_resource::handle(discovery, discovery, nothing()).await), "forbidden");
    assert_eq!(code(list_coverage::handle(discovery, &cursors, nothing()).await), "forbidden");
    assert_eq!(code(list_resource_history::handle(discovery, &cursors, nothing()).await), "forbidden");
    assert_eq!(code(get_resource_diff::handle(discovery, nothing()).await), "forbidden");
}

#[tokio::test]
async fn a_stranger_finds_nothing() {
    let estate = Estate::new();
    let started = estate.start().await;
    let all = [Permission::ScansRead, Permission::ResourcesRead];
    let stranger = pantheon_core::Caller { tenant: stranger(), ..caller(&all) };
    let theirs = || request().called_by(&stranger).path("scan_id", &started.id).build();

    assert_eq!(code(get_scan::handle(&estate.discovery, &estate.discovery, theirs()).await), "not_found");
    let coverage = list_scan_coverage::handle(&estate.discovery, &estate.discovery, &cursors(), theirs()).await;
    assert_eq!(code(coverage), "not_found");
    assert!(
        list_scans::handle(&estate.discovery, &estate.discovery, &cursors(), theirs())
            .await
            .unwrap()
            .body
            .items
            .is_empty()
    );
}

#[tokio::test]
async fn one_tenants_trouble_does_not_keep_the_others() {
    struct Broken<'a>(&'a MemoryDiscovery);

    #[async_trait]
    impl Scans for Broken<'_> {
        async fn scan(&self, tenant: &TenantId, id: &ScanId) -> Result<Option<Scan>> {
            self.0.scan(tenant, id).await
        }
        async fn scans(&self, of: &TenantId, page: &PageRequest) -> Result<pantheon_core::page::Page<Scan>> {
            if *of == tenant() { Err(Error::unavailable("the store", "no")) } else { self.0.scans(of, page).await }
        }
        async fn insert_scan(&self, tenant: &TenantId, scan: &Scan, commit: Commit) -> Result<()> {
            self.0.insert_scan(tenant, scan, commit).await
        }
        async fn update_scan(&self, tenant: &TenantId, scan: &Scan, commit: Commit) -> Result<()> {
            self.0.update_scan(tenant, scan, commit).await
        }
        async fn tally(&self, tenant: &TenantId, id: &ScanId) -> Result<Tally> {
            self.0.tally(tenant, id).await
        }
        async fn unfinished(&self) -> Result<Vec<(TenantId, ScanId)>> {
            self.0.unfinished().await
        }
    }

    let discovery = MemoryDiscovery::default();
    let accounts = MemoryAccounts::with(&tenant(), [in_state(FIRST, AccountState::Connected)])
        .and(&stranger(), [in_state(SECOND, AccountState::Connected)]);

    let outcome = scan_organization::handle(&accounts, &Broken(&discovery), now()).await;

    assert!(outcome.is_err(), "the schedule's alarm hears of it");
    assert_eq!(discovery.told(), ["scan.requested"], "the other tenant has its scan");
}
