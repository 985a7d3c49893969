//! Events of an estate: few looks for many events, and nobody's inventory but the owner's.

use super::*;
use crate::testing::{SentTasks, account_in};
use chrono::TimeDelta;
use pantheon_core::freshness::RefreshTask;
use pantheon_testing::{
    FixedClock, accounts::MemoryAccounts, discovery::MemoryDiscovery, load_event, now, stranger, tenant,
};
use serde_json::{Value, json};

const ACCOUNT: &str = "111111111111";

struct World {
    accounts: MemoryAccounts,
    discovery: MemoryDiscovery,
    tasks: SentTasks,
    clock: FixedClock,
    messages: std::cell::Cell<u32>,
}

impl World {
    fn watching(tenant: &TenantId, account: &str, regions: Option<&[&str]>) -> Self {
        Self {
            accounts: MemoryAccounts::with(tenant, [account_in(account, regions)]),
            discovery: MemoryDiscovery::default(),
            tasks: SentTasks::default(),
            clock: FixedClock::default(),
            messages: std::cell::Cell::new(0),
        }
    }

    fn task(&self, event: &Value) -> Task<EstateEvent> {
        self.messages.set(self.messages.get() + 1);
        Task {
            body: serde_json::from_value(event.clone()).unwrap(),
            message_id: format!("m{}", self.messages.get()),
            attempt: 1,
            now: self.clock.now(),
            deadline: self.clock.now() + TimeDelta::seconds(10),
            function: "route-estate-event".into(),
        }
    }

    async fn deliver(&self, events: &[Value]) -> Vec<RefreshTask> {
        self.deliver_tasks(events.iter().map(|event| self.task(event)).collect()).await
    }

    async fn deliver_tasks(&self, tasks: Vec<Task<EstateEvent>>) -> Vec<RefreshTask> {
        let ports = Ports { accounts: &self.accounts, due: &self.discovery, tasks: &self.tasks, clock: &self.clock };
        handle(ports, tasks).await.unwrap();
        self.tasks.take().into_iter().map(|(_, _, task)| refresh(task)).collect()
    }
}

fn refresh(task: CollectTask) -> RefreshTask {
    let CollectTask::Refresh(task) = task else { panic!("{task:?}") };
    task
}

fn stop(account: &str, region: &str, instance: &str) -> Value {
    json!({
        "id": "e", "source": "aws.ec2", "account": account, "region": region, "time": now(), "resources": [],
        "detail-type": "AWS API Call via CloudTrail",
        "detail": {
            "eventName": "StopInstances", "recipientAccountId": "222222222222",
            "requestParameters": {"instancesSet": {"items": [{"instanceId": instance}]}},
        },
    })
}

#[tokio::test]
async fn asks_the_collector_to_look_at_the_one_resource() {
    let world = World::watching(&tenant(), ACCOUNT, None);

    let tasks = world.deliver(&[stop(ACCOUNT, "eu-west-1", "i-1")]).await;

    assert_eq!(tasks.len(), 1);
    assert_eq!(
        (tasks[0].tenant_id.clone(), tasks[0].shard_id.to_string()),
        (tenant(), format!("{ACCOUNT}:eu-west-1:ec2"))
    );
    assert_eq!(tasks[0].native_ids, ["i-1"]);
    assert_eq!(tasks[0].cause.as_ref().unwrap().name, "ec2: StopInstances");
}

#[tokio::test]
async fn a_burst_of_events_about_one_resource_costs_a_handful_of_looks() {
    let world = World::watching(&tenant(), ACCOUNT, None);
    let mut looks = 0;
    for _ in 0..100 {
        looks += world.deliver(&[stop(ACCOUNT, "eu-west-1", "i-1")]).await.len();
        world.clock.advance(TimeDelta::milliseconds(100));
    }

    assert!((1..=3).contains(&looks), "{looks} looks for 100 events in 10 seconds");
}

#[tokio::test]
async fn every_event_is_followed_by_a_look() {
    let world = World::watching(&tenant(), ACCOUNT, None);
    let mut due = now();
    for second in 0..60 {
        let sent = world.deliver(&[stop(ACCOUNT, "eu-west-1", "i-1")]).await;
        if !sent.is_empty() {
            due = world.clock.now() + TimeDelta::seconds(4);
        }
        assert!(due > world.clock.now(), "the event of second {second} would not be seen");
        world.clock.advance(TimeDelta::seconds(1));
    }
}

#[tokio::test]
async fn a_message_that_died_before_it_sent_sends_the_next_time() {
    let world = World::watching(&tenant(), ACCOUNT, None);
    let task = world.task(&stop(ACCOUNT, "eu-west-1", "i-1"));
    assert_eq!(world.deliver_tasks(vec![task.clone()]).await.len(), 1);

    assert_eq!(world.deliver(&[stop(ACCOUNT, "eu-west-1", "i-1")]).await.len(), 0, "a look is due");
    assert_eq!(world.deliver_tasks(vec![task]).await.len(), 1, "but was it sent?");
}

#[tokio::test]
async fn an_event_of_a_strange_account_makes_nobody_look() {
    let world = World::watching(&stranger(), "333333333333", None);

    assert_eq!(world.deliver(&[stop(ACCOUNT, "eu-west-1", "i-1")]).await, []);
}

#[tokio::test]
async fn an_event_refreshes_the_inventory_of_its_owner_and_no_other() {
    let world = World::watching(&tenant(), ACCOUNT, None);
    let accounts = MemoryAccounts::with(&tenant(), [account_in(ACCOUNT, None)])
        .and(&stranger(), [account_in("222222222222", None)]);
    let world = World { accounts, ..world };
    // What the detail says of other accounts is of no weight.
    let tasks = world.deliver(&[stop(ACCOUNT, "eu-west-1", "i-1"), stop("222222222222", "eu-west-1", "i-1")]).await;

    let owners: Vec<_> =
        tasks.iter().map(|task| (task.tenant_id.clone(), task.shard_id.scope().account_id.to_string())).collect();
    assert_eq!(owners.len(), 2);
    assert!(
        owners.contains(&(tenant(), ACCOUNT.to_owned())) && owners.contains(&(stranger(), "222222222222".to_owned()))
    );
}

#[tokio::test]
async fn an_account_that_was_let_go_is_left_alone() {
    let world = World::watching(&tenant(), ACCOUNT, None);
    let ended = account_in(ACCOUNT, None).disconnected(now());
    let world = World { accounts: MemoryAccounts::with(&tenant(), [ended]), ..world };

    assert_eq!(world.deliver(&[stop(ACCOUNT, "eu-west-1", "i-1")]).await, []);
}

#[tokio::test]
async fn regions_that_nobody_wants_to_see_stay_unseen() {
    let world = World::watching(&tenant(), ACCOUNT, Some(&["eu-west-1"]));
    let mut role = stop(ACCOUNT, "us-east-1", "x");
    role["source"] = json!("aws.iam");
    role["detail"] = json!({"eventName": "UpdateRole", "requestParameters": {"roleName": "app"}});

    let tasks = world.deliver(&[stop(ACCOUNT, "us-east-1", "i-1"), role]).await;

    let shards: Vec<_> = tasks.iter().map(|task| task.shard_id.to_string()).collect();
    assert_eq!(shards, [format!("{ACCOUNT}:global:iam")], "what belongs to no region is always looked at");
}

#[tokio::test]
async fn reads_its_sample_event() {
    let sample: Value = serde_json::from_str(&load_event("freshness/route-estate-event")).unwrap();
    let event: Value = serde_json::from_str(sample["Records"][0]["body"].as_str().unwrap()).unwrap();
    let world = World::watching(&tenant(), ACCOUNT, None);

    assert!(!world.deliver(&[event]).await.is_empty());
}
