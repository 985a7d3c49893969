//! The task of a shard: what happens once, and what happens when things go wrong.

use super::*;
use crate::difference::difference;
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_core::{
    budget::Calls,
    catalog::{COLLECTED_SERVICES, Reach},
    collect::Scope,
    command::Version,
    coverage::{Coverage, TypeCoverage},
    id::{CorrelationId, ScanId, TenantId},
    page::{PageRequest, PageSize},
    resource::Resource,
    scan::{Inventory, Manifest, ResourceFilter, Scan, ScanState, ShardId},
    slot::SLOTS,
};
use pantheon_testing::{
    FixedClock,
    discovery::{MemoryDiscovery, found, scan, scope},
    load_event, now, tenant,
};
use std::sync::{
    Mutex,
    atomic::{AtomicU32, AtomicU64, Ordering},
};

const EC2: &str = "111111111111:eu-west-1:ec2";
const VPC: &str = "AWS::EC2::VPC";

/// A collector that says what it is told to say, and may take its time.
#[derive(Default)]
struct Parrot {
    listings: Mutex<Vec<Listing>>,
    calls: AtomicU32,
    counted: AtomicU64,
    takes: Mutex<Option<(TimeDelta, &'static FixedClock)>>,
}

impl Parrot {
    fn saying(listings: Vec<Listing>) -> Self {
        Self { listings: Mutex::new(listings), ..Self::default() }
    }

    fn calls(&self) -> u32 {
        self.calls.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Collector for Parrot {
    async fn collect(&self, _: &TenantId, _: &Scope, _: Duration) -> Vec<Listing> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        if let Some((time, clock)) = *self.takes.lock().unwrap() {
            clock.advance(time);
        }
        self.listings.lock().unwrap().clone()
    }
}

impl CallMeter for Parrot {
    fn take_calls(&self, _: &Scope) -> Calls {
        // Two calls, one of them throttled, each time it speaks.
        let spoken = u64::from(self.calls());
        let counted = self.counted.swap(spoken, Ordering::SeqCst);
        let new = spoken - counted;
        Calls { made: 2 * new, throttled: new, repeated: 0 }
    }
}

/// A queue that remembers what is sent for later.
#[derive(Debug, Default)]
struct Queue(Mutex<Vec<(String, ShardTask, Duration)>>);

#[async_trait]
impl DelayedTasks for Queue {
    async fn send_later(&self, queue: &str, body: String, delay: Duration) -> Result<()> {
        self.0.lock().unwrap().push((queue.to_owned(), serde_json::from_str(&body).unwrap(), delay));
        Ok(())
    }
}

fn listing(ids: &[&str], gaps: Vec<Gap>) -> Listing {
    let found = ids.iter().map(|id| found("eu-west-1", VPC, id, 1)).collect();
    Listing { resource_type: VPC.parse().unwrap(), found, gaps }
}

fn denied() -> Gap {
    Gap { operation: "ec2:DescribeVpcs".into(), reason: GapReason::Denied, detail: "no".into() }
}

/// A platform with one scan of some shards, one collector and a clock.
struct World {
    memory: MemoryDiscovery,
    collector: Parrot,
    queue: Queue,
    clock: &'static FixedClock,
    scan: ScanId,
}

impl World {
    async fn new(shards: &[&str], listings: Vec<Listing>) -> Self {
        let memory = MemoryDiscovery::default();
        let clock = Box::leak(Box::new(FixedClock::default()));
        let collector = Parrot::saying(listings);
        let mut world = Self { memory, collector, queue: Queue::default(), clock, scan: scan().id };
        world.start_scan(shards).await;
        world
    }

    /// Starts another scan of these shards.
    async fn start_scan(&mut self, shards: &[&str]) {
        let first = Scan::requested(pantheon_core::scan::ScanRequest::default(), self.clock.now());
        self.memory.insert_scan(&tenant(), &first, Commit::unasked()).await.unwrap();
        let pending: Vec<_> = shards.iter().map(|shard| Shard::pending(scope(shard).into())).collect();
        self.memory.insert_shards(&tenant(), &first.id, &pending).await.unwrap();
        let collecting = Scan {
            version: Version(2),
            state: ScanState::Collecting,
            planned_at: Some(self.clock.now()),
            shards_total: Some(shards.len() as u64),
            ..first
        };
        self.memory.update_scan(&tenant(), &collecting, Commit::unasked()).await.unwrap();
        self.scan = collecting.id;
    }

    fn ports(&self) -> Ports<'_> {
        let memory = &self.memory;
        Ports {
            collector: &self.collector,
            scans: memory,
            shards: memory,
            inventory: memory,
            slots: memory,
            later: &self.queue,
            meter: &self.collector,
            clock: self.clock,
        }
    }

    fn task(&self, shard: &str) -> Task<CollectTask> {
        self.task_of(shard, None)
    }

    fn task_of(&self, shard: &str, correlation_id: Option<CorrelationId>) -> Task<CollectTask> {
        Task {
            body: CollectTask::Shard(ShardTask {
                tenant_id: tenant(),
                scan_id: self.scan.clone(),
                shard_id: shard.parse().unwrap(),
                correlation_id,
                waits: 0,
            }),
            message_id: "1".into(),
            attempt: 1,
            now: self.clock.now(),
            deadline: self.clock.now() + TimeDelta::minutes(5),
            function: "collect-ec2".into(),
        }
    }

    async fn deliver(&self, shard: &str) {
        handle(self.ports(), self.task(shard)).await.unwrap();
    }

    /// What a collector does before it is killed.
    async fn die_with(&self, shard: &str) -> Shard {
        let until = self.clock.now() + TimeDelta::minutes(5);
        let id: ShardId = shard.parse().unwrap();
        let leased = self.memory.lease_shard(&tenant(), &self.scan, &id, self.clock.now(), until).await;
        self.clock.advance(TimeDelta::minutes(6));
        leased.unwrap().unwrap()
    }

    async fn shard(&self, shard: &str) -> Shard {
        self.memory.shard(&tenant(), &self.scan, &shard.parse().unwrap()).await.unwrap().unwrap()
    }

    /// What the standing ledger says of a type in the place that tests look at.
    async fn seen(&self, name: &str) -> TypeCoverage {
        let rows = self.memory.coverage_of(&tenant(), &[scope(EC2)].into()).await.unwrap();
        rows[0].types[&name.parse().unwrap()]
    }

    async fn state(&self) -> ScanState {
        self.memory.scan(&tenant(), &self.scan).await.unwrap().unwrap().state
    }

    async fn resources(&self) -> Vec<Resource> {
        let page = PageRequest::first(PageSize::LARGEST);
        self.memory.resources(&tenant(), &ResourceFilter::default(), &page).await.unwrap().items
    }

    fn told(&self, kind: &str) -> usize {
        self.memory.told().iter().filter(|told| *told == kind).count()
    }
}

#[tokio::test]
async fn collects_ends_and_moves_the_scan_on() {
    let world = World::new(&[EC2], vec![listing(&["vpc-1", "vpc-2"], Vec::new())]).await;

    world.deliver(EC2).await;

    let shard = world.shard(EC2).await;
    assert_eq!((shard.state, shard.resources_seen, shard.ended_at), (ShardState::Read, 2, Some(now())));
    assert_eq!(world.resources().await.len(), 2);
    assert_eq!(world.state().await, ScanState::Assembling);
    assert_eq!((world.told("scan.shard_finished"), world.told("scan.collected")), (1, 1));
    let tally = world.memory.tally(&tenant(), &world.scan).await.unwrap();
    assert_eq!(tally, Tally { shards_ended: 1, resources_seen: 2, resources_written: 2, ..Tally::default() });
}

#[tokio::test]
async fn waits_for_the_other_shards() {
    let other = "111111111111:us-east-1:ec2";
    let world = World::new(&[EC2, other], vec![listing(&["vpc-1"], Vec::new())]).await;

    world.deliver(EC2).await;
    assert_eq!(world.state().await, ScanState::Collecting);

    world.deliver(other).await;
    assert_eq!(world.state().await, ScanState::Assembling);
}

#[tokio::test]
async fn of_the_last_two_shards_one_moves_the_scan_on() {
    let other = "111111111111:us-east-1:ec2";
    let world = World::new(&[EC2, other], Vec::new()).await;

    futures::join!(world.deliver(EC2), world.deliver(other));

    assert_eq!((world.state().await, world.told("scan.collected")), (ScanState::Assembling, 1));
}

#[tokio::test]
async fn a_second_delivery_changes_nothing() {
    let world = World::new(&[EC2], vec![listing(&["vpc-1"], Vec::new())]).await;
    world.deliver(EC2).await;
    let events = world.memory.told();

    world.deliver(EC2).await;

    assert_eq!((world.collector.calls(), world.memory.told()), (1, events));
    assert_eq!(world.memory.tally(&tenant(), &world.scan).await.unwrap().shards_ended, 1);
}

#[tokio::test]
async fn leaves_a_shard_to_the_collector_that_has_it() {
    let world = World::new(&[EC2], vec![listing(&["vpc-1"], Vec::new())]).await;
    let until = world.clock.now() + TimeDelta::minutes(5);
    let id: ShardId = EC2.parse().unwrap();
    world.memory.lease_shard(&tenant(), &world.scan, &id, world.clock.now(), until).await.unwrap().unwrap();

    world.deliver(EC2).await;

    assert_eq!((world.collector.calls(), world.shard(EC2).await.state), (0, ShardState::Running));
}

#[tokio::test]
async fn takes_up_again_what_a_killed_collector_left() {
    let world = World::new(&[EC2], vec![listing(&["vpc-1"], Vec::new())]).await;
    world.die_with(EC2).await;

    world.deliver(EC2).await;

    let shard = world.shard(EC2).await;
    assert_eq!((shard.state, shard.attempts), (ShardState::Read, 2));
    assert_eq!((world.told("scan.shard_finished"), world.state().await), (1, ScanState::Assembling));
}

#[tokio::test]
async fn doubles_nothing_that_a_killed_collector_had_written() {
    let world = World::new(&[EC2], vec![listing(&["vpc-1"], Vec::new())]).await;
    world.die_with(EC2).await;
    let account = scope(EC2).account_id;
    let change = difference(&account, &Manifest::default(), vec![listing(&["vpc-1"], Vec::new())], world.clock.now());
    world.memory.apply(&tenant(), &scope(EC2), change, world.clock.now()).await.unwrap();
    let writes = world.memory.inventory_writes();

    world.deliver(EC2).await;

    assert_eq!((world.memory.inventory_writes(), world.resources().await.len()), (writes, 1));
    assert_eq!(world.shard(EC2).await.state, ShardState::Read);
}

#[tokio::test]
async fn moves_the_scan_on_for_a_collector_that_died_after_the_last_shard() {
    let world = World::new(&[EC2], Vec::new()).await;
    let shard = Shard { state: ShardState::Read, ..world.die_with(EC2).await };
    let tally = Tally { shards_ended: 1, ..Tally::default() };
    world.memory.end_shard(&tenant(), &world.scan, &shard, tally, Commit::unasked()).await.unwrap();

    world.deliver(EC2).await;

    assert_eq!((world.collector.calls(), world.state().await), (0, ScanState::Assembling));
}

#[tokio::test]
async fn gives_a_shard_up_that_killed_three_collectors() {
    let world = World::new(&[EC2], vec![listing(&["vpc-1"], Vec::new())]).await;
    for _ in 0..MOST_ATTEMPTS {
        world.die_with(EC2).await;
    }

    world.deliver(EC2).await;

    let shard = world.shard(EC2).await;
    assert_eq!((world.collector.calls(), shard.state, shard.gaps.len()), (0, ShardState::Failed, 1));
    assert!(shard.gaps[0].detail.contains("3 attempts"), "{}", shard.gaps[0].detail);
    assert_eq!(world.state().await, ScanState::Assembling);
}

#[tokio::test]
async fn writes_nothing_when_it_took_longer_than_its_lease() {
    let world = World::new(&[EC2], vec![listing(&["vpc-1"], Vec::new())]).await;
    *world.collector.takes.lock().unwrap() = Some((TimeDelta::minutes(6), world.clock));

    world.deliver(EC2).await;

    assert_eq!((world.resources().await.len(), world.shard(EC2).await.state), (0, ShardState::Running));
    assert_eq!(world.told("scan.shard_finished"), 0);
}

#[tokio::test]
async fn continues_the_chain_of_causes_of_its_scan() {
    let world = World::new(&[EC2], Vec::new()).await;
    let correlation = CorrelationId::generate(now());
    let task = world.task_of(EC2, Some(correlation.clone()));

    handle(world.ports(), task).await.unwrap();

    let events = world.memory.events();
    assert!(!events.is_empty() && events.iter().all(|event| event.correlation_id == correlation));
}

#[tokio::test]
async fn forgets_a_shard_that_does_not_exist() {
    let world = World::new(&[], Vec::new()).await;

    world.deliver(EC2).await;

    assert_eq!((world.collector.calls(), world.told("scan.shard_finished")), (0, 0));
}

#[test]
fn every_collector_has_a_sample_event_of_its_own_service() {
    for service in COLLECTED_SERVICES {
        let event: serde_json::Value =
            serde_json::from_str(&load_event(&format!("collectors/collect-{}", service.name))).unwrap();
        let body = event["Records"][0]["body"].as_str().unwrap();
        let task: ShardTask = serde_json::from_str(body).unwrap();

        let scope = task.shard_id.scope();
        assert_eq!(scope.service.as_str(), service.name);
        assert_eq!(scope.region.is_global(), service.reach != Reach::Regional);
    }
}

mod inventory;
mod slots;
