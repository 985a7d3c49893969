//! What follows the estate, on fakes.

use super::*;
use async_trait::async_trait;
use pantheon_core::{
    account::{Account, AccountState},
    agent::HistoricalAgent,
    aws::AccountId,
    command::Version,
    id::TenantId,
    page::{Page, PageRequest},
    resource::Resource,
    scan::{ScanRequest, ScanState, Shard, ShardState, Shards, Tally},
    service_agent::{AgentFilter, AgentName, Autonomy, Wish},
    tagging::{Score, TagMeanings, TagPolicy},
    world::WorldSummary,
};
use pantheon_testing::{
    FixedClock,
    accounts::{MemoryAccounts, account},
    caller,
    discovery::{MemoryDiscovery, MemoryEstate, first_change, found, resource, scan, scope, service_agent, tag_rule},
    load_event, now, tenant,
};
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};

const ACCOUNT: &str = "111111111111";

struct World {
    accounts: MemoryAccounts,
    discovery: MemoryDiscovery,
    estate: MemoryEstate,
    clock: FixedClock,
    scan: Scan,
}

fn account_in(state: AccountState) -> Account {
    Account { state, ..account(ACCOUNT) }
}

fn id() -> AccountId {
    ACCOUNT.parse().unwrap()
}

impl World {
    /// An account whose last scan ended like this.
    async fn after_a_scan(shards: &[(&str, ShardState)]) -> Self {
        Self::of(account_in(AccountState::Connected), ScanRequest::default(), shards).await
    }

    async fn of(account: Account, request: ScanRequest, shards: &[(&str, ShardState)]) -> Self {
        let mut world = Self {
            accounts: MemoryAccounts::with(&tenant(), [account]),
            discovery: MemoryDiscovery::default(),
            estate: MemoryEstate::default(),
            clock: FixedClock::default(),
            scan: scan(),
        };
        world.scan(request, shards).await;
        world
    }

    async fn scan(&mut self, request: ScanRequest, shards: &[(&str, ShardState)]) {
        let begun = Scan { request, ..scan() };
        let ended = shards.iter().map(|(id, state)| Shard { state: *state, ..Shard::pending(scope(id).into()) });
        let ended: Vec<Shard> = ended.collect();
        self.discovery.insert_scan(&tenant(), &begun, Commit::unasked()).await.unwrap();
        self.discovery.insert_shards(&tenant(), &begun.id, &ended).await.unwrap();
        let at = self.clock.now();
        self.scan = Scan { version: Version(2), state: ScanState::Completed, completed_at: Some(at), ..begun };
        let world = WorldSummary::empty(self.scan.id.clone(), Tally::default(), at);
        self.discovery.complete_scan(&tenant(), &self.scan, &world, Commit::unasked()).await.unwrap();
    }

    async fn find(&self, resources: Vec<Resource>) {
        let scope = scope("111111111111:eu-west-1:everything");
        self.discovery.apply(&tenant(), &scope, first_change(resources), now()).await.unwrap();
    }

    fn ports(&self) -> Ports<'_> {
        Ports {
            accounts: &self.accounts,
            scans: &self.discovery,
            ledger: &self.discovery,
            worlds: &self.discovery,
            inventory: &self.discovery,
            agents: &self.estate,
            tagging: &self.estate,
            clock: &self.clock,
        }
    }

    fn task(&self, scan_id: Option<ScanId>) -> Task<AccountTask> {
        Task {
            body: AccountTask { scan_id, account_id: id(), ..sample() },
            message_id: "m".to_owned(),
            attempt: 1,
            now: self.clock.now(),
            deadline: self.clock.now() + TimeDelta::minutes(5),
            function: "sync-service-agents".to_owned(),
        }
    }

    async fn sync(&self) {
        handle(self.ports(), self.task(Some(self.scan.id.clone()))).await.unwrap();
    }

    async fn agent(&self, name: &str) -> ServiceAgent {
        self.estate.agent(&tenant(), &name.parse().unwrap()).await.unwrap().unwrap()
    }

    async fn compliance(&self) -> Compliance {
        self.estate.compliance(&tenant(), &id()).await.unwrap().unwrap()
    }
}

fn sample() -> AccountTask {
    let event: Value = serde_json::from_str(&load_event("discovery/sync-service-agents")).unwrap();
    serde_json::from_str(event["Records"][0]["body"].as_str().unwrap()).unwrap()
}

fn function(needs: &[&str]) -> Resource {
    let mut found = found("eu-west-1", "AWS::Lambda::Function", "worker", 1);
    found.dependencies = needs.iter().map(|id| id.parse().unwrap()).collect();
    resource(&id(), found)
}

const SEEN: [(&str, ShardState); 3] = [
    ("111111111111:eu-west-1:lambda", ShardState::Read),
    ("111111111111:global:iam", ShardState::Denied),
    ("111111111111:global:s3", ShardState::Read),
];

#[tokio::test]
async fn makes_an_agent_of_every_service_and_tells_of_each() {
    let world = World::after_a_scan(&SEEN).await;
    world.find(vec![function(&["111111111111:global:AWS.IAM.Role:worker"])]).await;

    world.sync().await;

    let lambda = world.agent("111111111111-lambda").await;
    assert_eq!((lambda.state, lambda.autonomy_level), (AgentState::Observing, Autonomy::RECOMMEND));
    assert_eq!(lambda.dependencies, ["111111111111-iam".parse::<AgentName>().unwrap()].into());
    assert_eq!(world.agent("111111111111-iam").await.state, AgentState::Blind);
    assert_eq!(world.agent("111111111111-s3").await.state, AgentState::Idle);
    assert_eq!(world.estate.told(), ["service_agent.changed"; 3]);
    let events = world.estate.events();
    assert!(events.iter().all(|event| event.correlation_id == sample().correlation_id));
}

#[tokio::test]
async fn writes_nothing_the_second_time() {
    let mut world = World::after_a_scan(&SEEN).await;
    world.find(vec![function(&[])]).await;
    world.sync().await;
    let (told, writes) = (world.estate.told(), world.estate.writes());

    world.sync().await;
    world.clock.advance(TimeDelta::days(1));
    world.scan(ScanRequest::default(), &SEEN).await;
    world.sync().await;

    assert_eq!((world.estate.told(), world.estate.writes()), (told, writes));
}

#[tokio::test]
async fn keeps_what_a_person_decided_while_the_estate_changes() {
    let mut world = World::after_a_scan(&SEEN).await;
    world.sync().await;
    let before = world.agent("111111111111-s3").await;
    let wish = Wish {
        autonomy_level: Autonomy::ACT_WITH_APPROVAL,
        decision_maker: HistoricalAgent::Kotler,
        reason: Some("Quiet months.".parse().unwrap()),
    };
    let decided = before.governed(wish, caller(&[]).user, now()).unwrap().unwrap();
    world.estate.save_agents(&tenant(), std::slice::from_ref(&decided), Commit::unasked()).await.unwrap();

    world.scan(ScanRequest::default(), &[("111111111111:global:s3", ShardState::Throttled)]).await;
    world.sync().await;

    let after = world.agent("111111111111-s3").await;
    assert_eq!((after.state, after.version), (AgentState::Blind, decided.version.next()));
    assert_eq!((after.autonomy_level, after.decision_maker), (decided.autonomy_level, decided.decision_maker));
    assert_eq!(after.decision, decided.decision);
}

#[tokio::test]
async fn retires_the_agents_of_an_account_that_left() {
    let world = World::of(account_in(AccountState::Left), ScanRequest::default(), &[]).await;
    let agent = ServiceAgent { autonomy_level: Autonomy::ACT_WITHIN_POLICY, ..service_agent("111111111111-ec2") };
    world.estate.save_agents(&tenant(), &[agent], Commit::unasked()).await.unwrap();
    world.find(vec![function(&[])]).await;

    handle(world.ports(), world.task(None)).await.unwrap();

    let agents = world.estate.agents_of(&tenant(), &id()).await.unwrap();
    let states: Vec<_> = agents.iter().map(|agent| (agent.name.to_string(), agent.state)).collect();
    assert_eq!(states, [("111111111111-ec2".to_owned(), AgentState::Retired)], "and it gets no new ones");
    assert_eq!(agents[0].autonomy_level, Autonomy::RECOMMEND);
    assert_eq!(world.estate.compliance(&tenant(), &id()).await.unwrap(), None, "nobody has to tag it");
}

#[tokio::test]
async fn a_task_that_comes_days_late_does_not_blind_anybody() {
    let mut world = World::after_a_scan(&[("111111111111:global:s3", ShardState::Denied)]).await;
    let late = world.task(Some(world.scan.id.clone()));
    world.clock.advance(TimeDelta::days(2));
    world.scan(ScanRequest::default(), &[("111111111111:global:s3", ShardState::Read)]).await;
    world.sync().await;

    handle(world.ports(), late).await.unwrap();

    assert_eq!(world.agent("111111111111-s3").await.state, AgentState::Idle);
}

#[tokio::test]
async fn judges_the_tags_of_the_account() {
    let world = World::after_a_scan(&SEEN).await;
    let policy = TagPolicy::empty();
    let policy = policy.changed(vec![tag_rule("Owner", &[])], TagMeanings::default(), caller(&[]).user, now()).unwrap();
    world.estate.save_tag_policy(&tenant(), &policy, Commit::unasked()).await.unwrap();
    let mut owned = found("eu-west-1", "AWS::S3::Bucket", "logs", 1);
    owned.tags.insert("Owner".to_owned(), "hestia".to_owned());
    let group = resource(&id(), found("global", "AWS::IAM::Group", "staff", 1));
    world.find(vec![function(&[]), resource(&id(), owned), group]).await;

    world.sync().await;

    let compliance = world.compliance().await;
    assert_eq!(compliance.scores.total, Score { judged: 2, compliant: 1 });
    assert_eq!((compliance.scores.untaggable, compliance.policy_version), (1, Version::FIRST));
    assert!(!compliance.complete, "IAM was denied");
}

#[tokio::test]
async fn blames_nobody_for_an_account_that_is_gone() {
    let world = World::of(account_in(AccountState::Disconnected), ScanRequest::default(), &[]).await;
    let (scores, since) = (Scores { unbound: 3, ..Scores::default() }, now());
    let before = Compliance { account_id: id(), policy_version: Version(0), scores, complete: false, since };
    world.estate.keep_compliance(&tenant(), &before).await.unwrap();
    world.find(vec![function(&[])]).await;

    handle(world.ports(), world.task(None)).await.unwrap();

    assert_eq!((world.compliance().await.scores, world.compliance().await.complete), (Scores::default(), true));
}

#[tokio::test]
async fn walks_through_more_resources_than_fit_on_a_page() {
    let world = World::after_a_scan(&SEEN).await;
    let many = (0..700).map(|number| resource(&id(), found("eu-west-1", "AWS::EC2::Volume", &format!("v{number}"), 1)));
    world.find(many.collect()).await;

    world.sync().await;

    assert_eq!(world.compliance().await.scores.unbound, 700);
    assert_eq!(world.agent("111111111111-ec2").await.state, AgentState::Blind, "nobody says that it was looked at");
}

#[tokio::test]
async fn begins_again_when_a_person_was_faster() {
    let world = World::after_a_scan(&SEEN).await;
    world.sync().await;
    world.find(vec![function(&[])]).await;
    let rival = Rival { estate: &world.estate, left: AtomicUsize::new(1) };

    handle(Ports { agents: &rival, ..world.ports() }, world.task(Some(world.scan.id.clone()))).await.unwrap();

    let lambda = world.agent("111111111111-lambda").await;
    assert_eq!(
        (lambda.state, lambda.autonomy_level, lambda.version),
        (AgentState::Observing, Autonomy::OBSERVE, Version(3))
    );
}

/// Agents that somebody else governs between the reading and the saving, so many times.
struct Rival<'a> {
    estate: &'a MemoryEstate,
    left: AtomicUsize,
}

#[async_trait]
impl ServiceAgents for Rival<'_> {
    async fn agent(&self, tenant: &TenantId, name: &AgentName) -> Result<Option<ServiceAgent>> {
        self.estate.agent(tenant, name).await
    }

    async fn agents(&self, tenant: &TenantId, filter: &AgentFilter, page: &PageRequest) -> Result<Page<ServiceAgent>> {
        self.estate.agents(tenant, filter, page).await
    }

    async fn agents_of(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Vec<ServiceAgent>> {
        self.estate.agents_of(tenant, account_id).await
    }

    async fn save_agents(&self, tenant: &TenantId, agents: &[ServiceAgent], commit: Commit) -> Result<()> {
        let order = Ordering::SeqCst;
        if self.left.fetch_update(order, order, |left| left.checked_sub(1)).is_ok() {
            let known = self.estate.agent(tenant, &agents[0].name).await?.unwrap();
            let decision_maker = known.decision_maker;
            let wish = Wish { autonomy_level: Autonomy::OBSERVE, decision_maker, reason: None };
            let governed = known.governed(wish, caller(&[]).user, now())?.unwrap();
            self.estate.save_agents(tenant, &[governed], Commit::unasked()).await?;
        }
        self.estate.save_agents(tenant, agents, commit).await
    }
}
