//! A scan from its request to its world, on fakes; and what the routes say on the way.

// Long because one story runs through it: a scan, from its request to its world.

use crate::{
    assemble_world, dispatching::Dispatch, get_latest_world, get_resource, get_scan, list_resources,
    list_scan_coverage, list_scans, plan_scan, resume_scans, scan_organization, start_scan, view::ScanView,
};
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_core::{
    Error, Result,
    account::{Account, AccountState},
    collect::{Gap, GapReason},
    command::Commit,
    event::{Event, Origin},
    id::{ScanId, TenantId},
    page::{PageRequest, PageSize},
    permission::Permission,
    queue::Tasks,
    scan::{Inventory, Scan, ScanState, Scans, Shard, ShardState, Shards, Tally},
    scan_progress::{ShardTask, finish_if_collected},
    world::Worlds,
};
use pantheon_lambda::http::Cursors;
use pantheon_testing::{
    FixedClock,
    accounts::{MemoryAccounts, WatchedAws, account},
    caller, code,
    discovery::{MemoryDiscovery, first_change, found, resource, scope},
    load_request, now, request, stranger, tenant, violations,
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Queues that only remember what was sent.
#[derive(Default)]
struct SentTasks(Mutex<Vec<(String, ShardTask)>>);

#[async_trait]
impl Tasks for SentTasks {
    async fn send(&self, queue: &str, bodies: Vec<String>) -> Result<()> {
        let tasks = bodies.iter().map(|body| (queue.to_owned(), serde_json::from_str(body).unwrap()));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(tasks);
        Ok(())
    }
}

impl SentTasks {
    fn take(&self) -> Vec<(String, ShardTask)> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A bucket in memory.
#[derive(Default)]
struct MemoryWorlds(Mutex<BTreeMap<String, Vec<u8>>>);

#[async_trait]
impl Worlds for MemoryWorlds {
    async fn put_world(&self, tenant: &TenantId, scan: &ScanId, json: Vec<u8>) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(format!("{tenant}/{scan}"), json);
        Ok(())
    }

    async fn world_url(&self, tenant: &TenantId, scan: &ScanId, _: Duration) -> Result<String> {
        Ok(format!("https://worlds.example.com/{tenant}/{scan}"))
    }
}

/// An estate of two connected accounts and one that was refused.
struct Estate {
    accounts: MemoryAccounts,
    aws: WatchedAws,
    discovery: MemoryDiscovery,
    tasks: SentTasks,
    worlds: MemoryWorlds,
    clock: FixedClock,
}

const FIRST: &str = "111111111111";
const SECOND: &str = "222222222222";
const REFUSED: &str = "333333333333";

fn in_state(id: &str, state: AccountState) -> Account {
    Account { state, regions: Some(vec!["eu-west-1".parse().unwrap()]), ..account(id) }
}

impl Estate {
    fn new() -> Self {
        let accounts = [
            in_state(FIRST, AccountState::Connected),
            in_state(SECOND, AccountState::Connected),
            in_state(REFUSED, AccountState::Refused),
        ];
        Self {
            accounts: MemoryAccounts::with(&tenant(), accounts),
            aws: WatchedAws::default().regions(Ok(&["eu-west-1", "us-east-1"])),
            discovery: MemoryDiscovery::default(),
            tasks: SentTasks::default(),
            worlds: MemoryWorlds::default(),
            clock: FixedClock::default(),
        }
    }

    fn dispatch(&self) -> Dispatch<'_> {
        Dispatch { scans: &self.discovery, shards: &self.discovery, tasks: &self.tasks }
    }

    async fn start(&self) -> ScanView {
        let request = load_request("discovery/start-scan");
        start_scan::handle(&self.accounts, &self.discovery, request).await.unwrap().body
    }

    fn event(&self, kind: &str) -> Event {
        self.discovery.events().into_iter().rfind(|event| event.kind == kind).unwrap()
    }

    async fn plan(&self) {
        let ports = plan_scan::Ports {
            accounts: &self.accounts,
            regions: &self.aws,
            dispatch: self.dispatch(),
            clock: &self.clock,
        };
        plan_scan::handle(ports, self.event("scan.requested")).await.unwrap();
    }

    /// Does what a collector does: one instance in every shard of EC2.
    async fn collect(&self, task: &ShardTask) {
        let (tenant, scope) = (&task.tenant_id, task.shard_id.scope());
        let until = now() + TimeDelta::minutes(5);
        let leased = self.discovery.lease_shard(tenant, &task.scan_id, &task.shard_id, now(), until).await.unwrap();
        let Some(shard) = leased else { return };
        let mut tally = Tally { shards_ended: 1, ..Tally::default() };
        if scope.service.as_str() == "ec2" {
            let found = found(scope.region.as_str(), "AWS::EC2::Instance", "i-1", 1);
            let change = first_change(vec![resource(&scope.account_id, found)]);
            self.discovery.apply(tenant, scope, change, now()).await.unwrap();
            tally.resources_seen = 1;
        }
        let ended = Shard { state: ShardState::Read, ended_at: Some(now()), ..shard };
        assert!(self.discovery.end_shard(tenant, &task.scan_id, &ended, tally, Commit::unasked()).await.unwrap());
        let origin = Origin::of_system(tenant.clone(), "test", now());
        finish_if_collected(&self.discovery, tenant, &task.scan_id, &origin).await.unwrap();
    }

    async fn assemble(&self) {
        let ports = assemble_world::Ports {
            scans: &self.discovery,
            inventory: &self.discovery,
            worlds: &self.worlds,
            index: &self.discovery,
            clock: &self.clock,
        };
        assemble_world::handle(ports, self.event("scan.collected")).await.unwrap();
    }

    async fn resume(&self, minutes: i64) {
        resume_scans::handle(self.dispatch(), now() + TimeDelta::minutes(minutes)).await.unwrap();
    }

    async fn scan(&self, id: &ScanId) -> Scan {
        self.discovery.scan(&tenant(), id).await.unwrap().unwrap()
    }

    async fn ledger(&self, id: &ScanId) -> Vec<Shard> {
        self.discovery.shards(&tenant(), id, &PageRequest::first(PageSize::LARGEST)).await.unwrap().items
    }
}

fn cursors() -> Cursors {
    Cursors::new(b"secret")
}

#[tokio::test]
async fn walks_from_the_request_to_the_world() {
    let estate = Estate::new();
    let started = estate.start().await;
    assert_eq!((started.state, started.progress.percent), (ScanState::Requested, None));

    estate.plan().await;
    let tasks = estate.tasks.take();
    let queues: Vec<_> = tasks.iter().map(|(queue, _)| queue.as_str()).collect();
    assert_eq!(queues, ["collect-ec2", "collect-ec2", "collect-s3", "collect-s3"]);
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
    let world = get_latest_world::handle(&estate.discovery, &estate.worlds, request).await.unwrap().body;
    assert_eq!((world.summary.resources, world.summary.complete), (2, false));
    assert!(world.url.contains(started.id.as_str()));
}

#[tokio::test]
async fn a_repeated_event_changes_nothing() {
    let estate = Estate::new();
    let started = estate.start().await;
    estate.plan().await;
    let first = estate.tasks.take();
    estate.plan().await;
    assert_eq!(estate.tasks.take(), first, "pending shards are handed out again, and leases make that harmless");

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
    let tasks = estate.tasks.take();
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
    assert_eq!(code(list_scans::handle(discovery, &cursors, nothing()).await), "forbidden");
    assert_eq!(code(get_scan::handle(discovery, nothing()).await), "forbidden");
    assert_eq!(code(list_scan_coverage::handle(discovery, discovery, &cursors, nothing()).await), "forbidden");
    assert_eq!(code(get_latest_world::handle(discovery, &estate.worlds, nothing()).await), "forbidden");
    assert_eq!(code(list_resources::handle(discovery, &cursors, nothing()).await), "forbidden");
    assert_eq!(code(get_resource::handle(discovery, nothing()).await), "forbidden");
}

#[tokio::test]
async fn a_stranger_finds_nothing() {
    let estate = Estate::new();
    let started = estate.start().await;
    let all = [Permission::ScansRead, Permission::ResourcesRead];
    let stranger = pantheon_core::Caller { tenant: stranger(), ..caller(&all) };
    let theirs = || request().called_by(&stranger).path("scan_id", &started.id).build();

    assert_eq!(code(get_scan::handle(&estate.discovery, theirs()).await), "not_found");
    let coverage = list_scan_coverage::handle(&estate.discovery, &estate.discovery, &cursors(), theirs()).await;
    assert_eq!(code(coverage), "not_found");
    assert!(list_scans::handle(&estate.discovery, &cursors(), theirs()).await.unwrap().body.items.is_empty());
}

#[tokio::test]
async fn finds_resources_by_what_is_asked() {
    let discovery = MemoryDiscovery::default();
    let scope = scope("111111111111:eu-west-1:ec2");
    let kept = ["AWS::EC2::Volume", "AWS::EC2::Instance"]
        .map(|resource_type| resource(&scope.account_id, found("eu-west-1", resource_type, "x-1", 1)));
    discovery.apply(&tenant(), &scope, first_change(kept.to_vec()), now()).await.unwrap();
    let ask = |name: &str, value: &str| request().caller(&[Permission::ResourcesRead]).query(name, value).build();

    let all = list_resources::handle(&discovery, &cursors(), ask("sort", "-resource_type")).await.unwrap().body;
    let types: Vec<_> = all.items.iter().map(|found| found.resource_type.as_str()).collect();
    assert_eq!(types, ["AWS::EC2::Volume", "AWS::EC2::Instance"]);
    let one = list_resources::handle(&discovery, &cursors(), load_request("discovery/list-resources")).await.unwrap();
    assert_eq!(one.body.items.len(), 1);
    for (name, value) in [("state", "gone"), ("sort", "size"), ("region", "mars"), ("owner_agent", "Nero"), ("x", "y")]
    {
        assert_eq!(violations(list_resources::handle(&discovery, &cursors(), ask(name, value)).await), [name]);
    }
}

#[tokio::test]
async fn shows_a_resource_by_the_identifier_that_lists_give() {
    let discovery = MemoryDiscovery::default();
    let scope = scope("111111111111:eu-west-1:ec2");
    let kept = resource(&scope.account_id, found("eu-west-1", "AWS::EC2::Instance", "i-0abcdef1234567890", 1));
    discovery.apply(&tenant(), &scope, first_change(vec![kept]), now()).await.unwrap();

    let shown = get_resource::handle(&discovery, load_request("discovery/get-resource")).await.unwrap().body;

    assert_eq!(shown.native_id, "i-0abcdef1234567890");
    let unknown = request().caller(&[Permission::ResourcesRead]).path("resource_id", "../x").build();
    assert_eq!(code(get_resource::handle(&discovery, unknown).await), "not_found");
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
