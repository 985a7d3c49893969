//! Looks at an AWS that changes: what they keep, what they leave, and what becomes of them when they
//! come late, twice, or in the middle of a scan.

use super::*;
use crate::{
    collect_shard,
    document::Document,
    sweep::{OneType, sweep},
};
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_core::{
    aws::TypeName,
    budget::{CallMeter, Calls},
    clock::Clock as _,
    collect::{Collector, Gap},
    freshness::{Cause, CollectTask},
    id::TenantId,
    page::{PageRequest, PageSize},
    queue::DelayedTasks,
    resource::ResourceState,
    scan::{Inventory, ResourceFilter},
};
use pantheon_testing::{FixedClock, discovery::MemoryDiscovery, tenant};
use proptest::prelude::*;
use serde_json::json;
use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

/// What a scan keeps of what it saw, when that was all of the scope.
async fn keep_scan(
    ports: Ports<'_>,
    (tenant, scope): (&TenantId, &Scope),
    listings: Vec<Listing>,
    began: DateTime<Utc>,
) -> Result<(usize, usize)> {
    let manifest = ports.inventory.manifest(tenant, scope).await?;
    let change = difference(&scope.account_id, &manifest, listings, began);
    let change = collect_shard::spare(ports, (tenant, scope), change, began).await?;
    let counted = (change.write.len(), change.remove.len());
    ports.inventory.apply(tenant, scope, change, began).await?;
    Ok(counted)
}

const VOLUME: TypeName = TypeName::new("AWS::EC2::Volume");
const TEMPLATE: TypeName = TypeName::new("AWS::EC2::LaunchTemplate");

/// A region with volumes, which can be read by name, and launch templates, which cannot.
#[derive(Default)]
struct Region {
    volumes: Mutex<BTreeMap<String, u8>>,
    templates: Mutex<BTreeMap<String, u8>>,
    refuses: Mutex<Option<Gap>>,
    calls: AtomicU32,
}

impl Region {
    fn listing(&self, resource_type: TypeName, only: Option<&[String]>) -> Listing {
        self.calls.fetch_add(1, Ordering::SeqCst);
        let gaps: Vec<Gap> = self.refuses.lock().unwrap().clone().into_iter().collect();
        let all = if resource_type == VOLUME { &self.volumes } else { &self.templates };
        let all = if gaps.is_empty() { all.lock().unwrap().clone() } else { BTreeMap::new() };
        let seen = all.into_iter().filter(|(id, _)| only.is_none_or(|only| only.contains(id)));
        let found = seen.map(|(id, content)| {
            Document::new(resource_type, &scope(), &id).properties(json!({"Content": content})).finish().0
        });
        Listing { resource_type: resource_type.into(), found: found.collect(), gaps }
    }

    fn set(&self, id: &str, content: Option<u8>) {
        let mut volumes = self.volumes.lock().unwrap();
        match content {
            Some(content) => drop(volumes.insert(id.to_owned(), content)),
            None => drop(volumes.remove(id)),
        }
    }
}

#[async_trait]
impl Collector for Region {
    async fn collect(&self, _: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        let types: &[OneType<Self>] = &[
            OneType {
                resource_type: VOLUME,
                list: |region, _| Box::pin(async { region.listing(VOLUME, None) }),
                read: Some(|region, _, names| Box::pin(async { region.listing(VOLUME, Some(names)) })),
            },
            OneType {
                resource_type: TEMPLATE,
                list: |region, _| Box::pin(async { region.listing(TEMPLATE, None) }),
                read: None,
            },
        ];
        sweep(types, self, scope, within).await
    }
}

fn scope() -> Scope {
    crate::wire::scope("ec2")
}

#[derive(Default)]
struct World {
    region: Region,
    memory: MemoryDiscovery,
    queue: Later,
    clock: FixedClock,
}

/// A queue that remembers what is sent for later.
#[derive(Default)]
struct Later(Mutex<Vec<String>>);

#[async_trait]
impl DelayedTasks for Later {
    async fn send_later(&self, _: &str, body: String, _: Duration) -> Result<()> {
        self.0.lock().unwrap().push(body);
        Ok(())
    }
}

impl CallMeter for Region {
    fn take_calls(&self, _: &Scope) -> Calls {
        Calls::default()
    }
}

impl World {
    fn holding(volumes: &[(&str, u8)]) -> Self {
        let world = Self::default();
        for (id, content) in volumes {
            world.region.set(id, Some(*content));
        }
        world
    }

    fn ports(&self) -> Ports<'_> {
        let memory = &self.memory;
        Ports {
            collector: &self.region,
            scans: memory,
            shards: memory,
            inventory: memory,
            slots: memory,
            later: &self.queue,
            meter: &self.region,
            clock: &self.clock,
        }
    }

    fn task(resource_type: Option<TypeName>, ids: &[&str]) -> RefreshTask {
        RefreshTask {
            tenant_id: tenant(),
            shard_id: scope().into(),
            resource_type: resource_type.map(ResourceType::from),
            native_ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            cause: Some(Cause { event_id: "e".into(), name: "ec2: ModifyVolume".into(), at: pantheon_testing::now() }),
        }
    }

    /// Delivers a task, and returns how many calls it cost.
    async fn deliver(&self, resource_type: Option<TypeName>, ids: &[&str]) -> u32 {
        self.clock.advance(TimeDelta::seconds(1));
        let before = self.region.calls.load(Ordering::SeqCst);
        let task = Task {
            body: CollectTask::Refresh(Self::task(resource_type, ids)),
            message_id: "1".into(),
            attempt: 1,
            now: self.clock.now(),
            deadline: self.clock.now() + TimeDelta::minutes(2),
            function: "collect-ec2".into(),
        };
        collect_shard::handle(self.ports(), task).await.unwrap();
        self.region.calls.load(Ordering::SeqCst) - before
    }

    /// What a scan does, from its look to what it keeps; returns how much it wrote and removed.
    async fn scan(&self) -> (usize, usize) {
        self.clock.advance(TimeDelta::seconds(1));
        let began = self.clock.now();
        let listings = self.region.collect(&tenant(), &scope(), Duration::from_secs(10)).await;
        keep_scan(self.ports(), (&tenant(), &scope()), listings, began).await.unwrap()
    }

    async fn inventory(&self) -> BTreeMap<String, u8> {
        let page = PageRequest::first(PageSize::LARGEST);
        let found = self.memory.resources(&tenant(), &ResourceFilter::default(), &page).await.unwrap().items;
        let content = |found: &Resource| found.properties["Content"].as_u64().and_then(|it| u8::try_from(it).ok());
        found.iter().filter_map(|found| Some((found.id.native_id.clone(), content(found)?))).collect()
    }

    fn truth(&self) -> BTreeMap<String, u8> {
        let volumes = self.region.volumes.lock().unwrap().clone();
        volumes.into_iter().chain(self.region.templates.lock().unwrap().clone()).collect()
    }
}

#[tokio::test]
async fn follows_one_resource_with_one_call_and_leaves_the_next_scan_nothing() {
    let world = World::holding(&[("a", 1), ("b", 1)]);
    world.scan().await;
    world.region.set("a", Some(2));
    world.region.set("c", Some(1));

    assert_eq!(world.deliver(Some(VOLUME), &["a", "c"]).await, 1);

    assert_eq!(world.inventory().await, world.truth());
    assert_eq!(world.memory.told(), ["resource.changed", "resource.changed"]);
    assert_eq!(world.memory.events()[0].data["cause"]["name"], "ec2: ModifyVolume");
    assert_eq!(world.scan().await, (0, 0));
}

#[tokio::test]
async fn removes_what_aws_says_is_not_there() {
    let world = World::holding(&[("a", 1), ("b", 1)]);
    world.scan().await;
    world.region.set("a", None);

    world.deliver(Some(VOLUME), &["a"]).await;

    assert_eq!(world.inventory().await, world.truth());
    assert_eq!(world.memory.told(), ["resource.removed"]);
    assert_eq!(world.scan().await, (0, 0));
}

#[tokio::test]
async fn removes_nothing_because_something_was_refused() {
    let world = World::holding(&[("a", 1)]);
    world.scan().await;
    let gap = Gap { operation: "ec2:DescribeVolumes".into(), reason: GapReason::Throttled, detail: "no".into() };
    *world.region.refuses.lock().unwrap() = Some(gap);

    world.deliver(Some(VOLUME), &["a"]).await;
    world.deliver(Some(VOLUME), &[]).await;
    world.deliver(None, &[]).await;

    assert_eq!(world.inventory().await, world.truth());
    assert_eq!(world.memory.told(), [""; 0]);
}

#[tokio::test]
async fn reads_the_whole_type_where_one_cannot_be_read() {
    let world = World::holding(&[("a", 1)]);
    world.region.templates.lock().unwrap().extend([("t1".to_owned(), 1), ("t2".to_owned(), 1)]);
    world.scan().await;
    world.region.set("a", Some(9));
    world.region.templates.lock().unwrap().insert("t1".to_owned(), 2);
    world.region.templates.lock().unwrap().remove("t2");

    assert_eq!(world.deliver(Some(TEMPLATE), &["t1"]).await, 1);

    let inventory = world.inventory().await;
    assert_eq!(inventory, BTreeMap::from([("a".to_owned(), 1), ("t1".to_owned(), 2)]), "volumes were not asked for");
    assert_eq!(world.memory.told(), ["resource.changed", "resource.removed"]);
    assert_eq!(world.deliver(None, &[]).await, 2);
    assert_eq!(world.inventory().await, world.truth());
    assert_eq!(world.scan().await, (0, 0));
}

#[test]
fn reads_by_name_what_core_says_can_be() {
    let mut by_name: Vec<&str> = Vec::new();
    macro_rules! add {
        ($($service:ident),*) => {$(
            let readable = crate::$service::TYPES.iter().filter(|one| one.read.is_some());
            by_name.extend(readable.map(|one| one.resource_type.as_str()));
        )*};
    }
    add!(apigateway, cloudformation, dynamodb, ec2, iam, lambda, rds, s3);
    by_name.sort_unstable();

    assert_eq!(by_name, pantheon_core::freshness::READ_BY_NAME);
}

#[tokio::test]
async fn a_second_look_changes_nothing_and_tells_nothing() {
    let world = World::holding(&[("a", 1)]);
    world.deliver(Some(VOLUME), &["a"]).await;
    let (writes, told) = (world.memory.inventory_writes(), world.memory.told());

    for _ in 0..3 {
        world.deliver(Some(VOLUME), &["a", "unknown"]).await;
    }

    assert_eq!((world.memory.inventory_writes(), world.memory.told()), (writes, told));
}

#[tokio::test]
async fn belongs_to_its_tenant_alone() {
    let world = World::holding(&[("a", 1)]);

    world.deliver(Some(VOLUME), &["a"]).await;

    let page = PageRequest::first(PageSize::LARGEST);
    let theirs =
        world.memory.resources(&pantheon_testing::stranger(), &ResourceFilter::default(), &page).await.unwrap();
    assert!(theirs.items.is_empty());
    assert!(world.memory.events().iter().all(|event| event.tenant_id == tenant()));
    let gone =
        world.memory.resource(&tenant(), &id_of(&scope().account_id, &scope().region, &VOLUME.into(), "a")).await;
    assert_eq!(gone.unwrap().unwrap().state, ResourceState::Active);
}

/// What may happen, in any order.
#[derive(Clone, Debug)]
enum Step {
    Change(u8, Option<u8>),
    BeginScan,
    EndScan(prop::sample::Index),
    BeginLook(u8),
    EndLook(prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_u8..3, prop::option::of(0_u8..3)).prop_map(|(id, content)| Step::Change(id, content)),
        Just(Step::BeginScan),
        any::<prop::sample::Index>().prop_map(Step::EndScan),
        (0_u8..3).prop_map(Step::BeginLook),
        any::<prop::sample::Index>().prop_map(Step::EndLook),
    ]
}

type Begun<T> = Vec<(DateTime<Utc>, T, Vec<Listing>)>;

/// Lets scans and looks begin and end in any order while the region changes under them, then looks
/// once at everything, as the events of the changes make us do.
async fn live_through(steps: &[Step]) -> World {
    let world = World::default();
    let (mut scans, mut looks): (Begun<()>, Begun<RefreshTask>) = (Vec::new(), Vec::new());
    for step in steps {
        world.clock.advance(TimeDelta::seconds(1));
        let began = world.clock.now();
        match step {
            Step::Change(id, content) => world.region.set(&format!("v{id}"), *content),
            Step::BeginScan => {
                scans.push((began, (), world.region.collect(&tenant(), &scope(), Duration::from_secs(9)).await));
            }
            Step::BeginLook(id) => {
                let task = World::task(Some(VOLUME), &[&format!("v{id}")]);
                let listing = world.region.listing(VOLUME, Some(&task.native_ids));
                looks.push((began, task, vec![listing]));
            }
            Step::EndScan(which) if !scans.is_empty() => {
                let (began, (), listings) = scans.remove(which.index(scans.len()));
                keep_scan(world.ports(), (&tenant(), &scope()), listings, began).await.unwrap();
            }
            Step::EndLook(which) if !looks.is_empty() => {
                let (began, task, listings) = looks.remove(which.index(looks.len()));
                let origin = Origin::of_system(tenant(), "collect-ec2", world.clock.now());
                keep(world.ports(), &origin, &task, listings, began).await.unwrap();
            }
            Step::EndScan(_) | Step::EndLook(_) => {}
        }
    }
    world.deliver(Some(VOLUME), &["v0", "v1", "v2"]).await;
    // What began before and ends only now is too late to matter.
    for (began, (), listings) in scans {
        keep_scan(world.ports(), (&tenant(), &scope()), listings, began).await.unwrap();
    }
    for (began, task, listings) in looks {
        let origin = Origin::of_system(tenant(), "collect-ec2", world.clock.now());
        keep(world.ports(), &origin, &task, listings, began).await.unwrap();
    }
    world
}

proptest! {
    #[test]
    fn the_later_look_wins_in_whatever_order_looks_and_scans_end(steps in prop::collection::vec(step(), 0..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = live_through(&steps).await;
            prop_assert_eq!(world.inventory().await, world.truth(), "{:?}", steps);

            world.scan().await;
            prop_assert_eq!(world.inventory().await, world.truth(), "{:?}", steps);
            prop_assert_eq!(world.scan().await, (0, 0));
            Ok(())
        })?;
    }
}
