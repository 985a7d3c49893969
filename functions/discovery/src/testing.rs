//! An estate on fakes, for the tests of this package.

use crate::{
    assemble_world,
    dispatching::{Dispatch, PLAN_ACCOUNT},
    plan_account, plan_scan, resume_scans, start_scan,
    view::ScanView,
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Result,
    account::{Account, AccountState},
    clock::Clock,
    command::Commit,
    event::{Event, Origin},
    id::{ScanId, TenantId},
    page::{PageRequest, PageSize},
    queue::{Backlogs, DelayedTasks, Tasks},
    scan::{Inventory, Scan, ScanCollected, Scans, Shard, ShardState, Shards, Tally},
    scan_progress::{PlanTask, ShardTask, finish_if_collected},
    world::Worlds,
};
use pantheon_lambda::queue::Task;
use pantheon_testing::{
    FixedClock,
    accounts::{MemoryAccounts, WatchedAws, account},
    discovery::{MemoryDiscovery, first_change, found, resource},
    load_request, now, tenant,
    uploads::MemoryUploads,
};
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Queues that only remember what was sent.
#[derive(Default)]
pub(crate) struct SentTasks(Mutex<Vec<(String, String, Duration)>>);

#[async_trait]
impl Tasks for SentTasks {
    async fn send(&self, queue: &str, bodies: Vec<String>) -> Result<()> {
        let sent = bodies.into_iter().map(|body| (queue.to_owned(), body, Duration::ZERO));
        self.lock().extend(sent);
        Ok(())
    }
}

#[async_trait]
impl DelayedTasks for SentTasks {
    async fn send_later(&self, queue: &str, body: String, delay: Duration) -> Result<()> {
        self.lock().push((queue.to_owned(), body, delay));
        Ok(())
    }
}

#[async_trait]
impl Backlogs for SentTasks {
    async fn backlog(&self, queue: &str) -> Result<u64> {
        Ok(self.lock().iter().filter(|(name, _, _)| name == queue).count() as u64)
    }
}

impl SentTasks {
    fn lock(&self) -> MutexGuard<'_, Vec<(String, String, Duration)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the shards that were sent to collectors.
    pub(crate) fn take(&self) -> Vec<(String, ShardTask)> {
        let mut sent = self.lock();
        let (shards, rest): (Vec<_>, Vec<_>) = sent.drain(..).partition(|(queue, _, _)| queue != PLAN_ACCOUNT);
        *sent = rest;
        shards.into_iter().map(|(queue, body, _)| (queue, serde_json::from_str(&body).unwrap())).collect()
    }

    /// Takes the accounts that were sent to be planned, each with its delay.
    pub(crate) fn take_accounts(&self) -> Vec<(PlanTask, Duration)> {
        let mut sent = self.lock();
        let (accounts, rest): (Vec<_>, Vec<_>) = sent.drain(..).partition(|(queue, _, _)| queue == PLAN_ACCOUNT);
        *sent = rest;
        accounts.into_iter().map(|(_, body, delay)| (serde_json::from_str(&body).unwrap(), delay)).collect()
    }
}

/// Addresses of worlds.
pub(crate) struct Addresses;

#[async_trait]
impl Worlds for Addresses {
    async fn world_url(&self, tenant: &TenantId, scan: &ScanId, _: Duration) -> Result<String> {
        Ok(format!("https://worlds.example.com/{tenant}/{scan}"))
    }
}

/// A clock on which something happens whenever somebody looks at it.
struct BusyClock<'a> {
    estate: &'a Estate,
    happens: &'a (dyn Fn(&Estate) + Sync),
}

impl Clock for BusyClock<'_> {
    fn now(&self) -> DateTime<Utc> {
        let now = self.estate.clock.now();
        (self.happens)(self.estate);
        now
    }
}

/// An estate of two connected accounts and one that was refused.
pub(crate) struct Estate {
    pub(crate) accounts: MemoryAccounts,
    pub(crate) aws: WatchedAws,
    pub(crate) discovery: MemoryDiscovery,
    pub(crate) tasks: SentTasks,
    pub(crate) worlds: MemoryUploads,
    pub(crate) clock: FixedClock,
}

pub(crate) const FIRST: &str = "111111111111";
pub(crate) const SECOND: &str = "222222222222";
pub(crate) const REFUSED: &str = "333333333333";

pub(crate) fn in_state(id: &str, state: AccountState) -> Account {
    Account { state, regions: Some(vec!["eu-west-1".parse().unwrap()]), ..account(id) }
}

impl Estate {
    pub(crate) fn new() -> Self {
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
            worlds: MemoryUploads::default(),
            clock: FixedClock::default(),
        }
    }

    pub(crate) fn dispatch(&self) -> Dispatch<'_> {
        Dispatch { scans: &self.discovery, plans: &self.discovery, shards: &self.discovery, tasks: &self.tasks }
    }

    pub(crate) async fn start(&self) -> ScanView {
        let request = load_request("discovery/start-scan");
        start_scan::handle(&self.accounts, &self.discovery, request).await.unwrap().body
    }

    pub(crate) fn event(&self, kind: &str) -> Event {
        self.discovery.events().into_iter().rfind(|event| event.kind == kind).unwrap()
    }

    /// Walks over the accounts.
    pub(crate) async fn walk(&self) {
        let ports = plan_scan::Ports { accounts: &self.accounts, dispatch: self.dispatch(), clock: &self.clock };
        plan_scan::handle(ports, self.event("scan.requested")).await.unwrap();
    }

    /// Plans one account.
    pub(crate) async fn plan_account(&self, body: PlanTask) -> Result<()> {
        let ports = plan_account::Ports {
            accounts: &self.accounts,
            regions: &self.aws,
            dispatch: self.dispatch(),
            later: &self.tasks,
            clock: &self.clock,
        };
        let task = Task {
            body,
            message_id: "1".to_owned(),
            attempt: 1,
            now: now(),
            deadline: now() + TimeDelta::minutes(1),
            function: "plan-account".to_owned(),
        };
        plan_account::handle(ports, task).await
    }

    /// Walks over the accounts and plans each of them.
    pub(crate) async fn plan(&self) {
        self.walk().await;
        for (account, _) in self.tasks.take_accounts() {
            self.plan_account(account).await.unwrap();
        }
    }

    /// Does what a collector does: one instance in every shard of EC2.
    pub(crate) async fn collect(&self, task: &ShardTask) {
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

    /// What is told when the last shard of a scan has ended.
    pub(crate) fn collected(&self, scan: &Scan) -> Commit {
        let origin = Origin::of_system(tenant(), "test", self.clock.now());
        let fact = ScanCollected { scan_id: scan.id.clone(), tally: Tally::default() };
        Commit::unasked().telling(&origin, &fact, scan.version)
    }

    pub(crate) fn assembling<'a>(&'a self, clock: &'a dyn Clock) -> assemble_world::Ports<'a> {
        assemble_world::Ports {
            scans: &self.discovery,
            shards: &self.discovery,
            inventory: &self.discovery,
            uploads: &self.worlds,
            assemblies: &self.discovery,
            index: &self.discovery,
            later: &self.tasks,
            clock,
        }
    }

    pub(crate) async fn try_to_assemble(&self) -> Result<()> {
        assemble_world::handle(self.assembling(&self.clock), self.event("scan.collected")).await
    }

    pub(crate) async fn assemble(&self) {
        self.try_to_assemble().await.unwrap();
    }

    /// Assembles while something happens whenever the clock is looked at.
    pub(crate) async fn assemble_while(&self, happens: impl Fn(&Self) + Sync) {
        let clock = BusyClock { estate: self, happens: &happens };
        assemble_world::handle(self.assembling(&clock), self.event("scan.collected")).await.unwrap();
    }

    pub(crate) async fn resume(&self, minutes: i64) {
        let ports = resume_scans::Ports {
            dispatch: self.dispatch(),
            bookmarks: &self.discovery,
            backlogs: &self.tasks,
            clock: &self.clock,
        };
        resume_scans::handle(ports, now() + TimeDelta::minutes(minutes)).await.unwrap();
    }

    pub(crate) async fn scan(&self, id: &ScanId) -> Scan {
        self.discovery.scan(&tenant(), id).await.unwrap().unwrap()
    }

    pub(crate) async fn ledger(&self, id: &ScanId) -> Vec<Shard> {
        self.discovery.shards(&tenant(), id, &PageRequest::first(PageSize::LARGEST)).await.unwrap().items
    }
}
