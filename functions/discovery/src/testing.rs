//! An estate on fakes, for the tests of this package.

use crate::{assemble_world, dispatching::Dispatch, plan_scan, resume_scans, start_scan, view::ScanView};
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_core::{
    Result,
    account::{Account, AccountState},
    command::Commit,
    event::{Event, Origin},
    id::{ScanId, TenantId},
    page::{PageRequest, PageSize},
    queue::Tasks,
    scan::{Inventory, Scan, Scans, Shard, ShardState, Shards, Tally},
    scan_progress::{ShardTask, finish_if_collected},
    world::Worlds,
};
use pantheon_testing::{
    FixedClock,
    accounts::{MemoryAccounts, WatchedAws, account},
    discovery::{MemoryDiscovery, first_change, found, resource},
    load_request, now, tenant,
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Queues that only remember what was sent.
#[derive(Default)]
pub(crate) struct SentTasks(Mutex<Vec<(String, ShardTask)>>);

#[async_trait]
impl Tasks for SentTasks {
    async fn send(&self, queue: &str, bodies: Vec<String>) -> Result<()> {
        let tasks = bodies.iter().map(|body| (queue.to_owned(), serde_json::from_str(body).unwrap()));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(tasks);
        Ok(())
    }
}

impl SentTasks {
    pub(crate) fn take(&self) -> Vec<(String, ShardTask)> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A bucket in memory.
#[derive(Default)]
pub(crate) struct MemoryWorlds(Mutex<BTreeMap<String, Vec<u8>>>);

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
pub(crate) struct Estate {
    pub(crate) accounts: MemoryAccounts,
    pub(crate) aws: WatchedAws,
    pub(crate) discovery: MemoryDiscovery,
    pub(crate) tasks: SentTasks,
    pub(crate) worlds: MemoryWorlds,
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
            worlds: MemoryWorlds::default(),
            clock: FixedClock::default(),
        }
    }

    pub(crate) fn dispatch(&self) -> Dispatch<'_> {
        Dispatch { scans: &self.discovery, shards: &self.discovery, tasks: &self.tasks }
    }

    pub(crate) async fn start(&self) -> ScanView {
        let request = load_request("discovery/start-scan");
        start_scan::handle(&self.accounts, &self.discovery, request).await.unwrap().body
    }

    pub(crate) fn event(&self, kind: &str) -> Event {
        self.discovery.events().into_iter().rfind(|event| event.kind == kind).unwrap()
    }

    pub(crate) async fn plan(&self) {
        let ports = plan_scan::Ports {
            accounts: &self.accounts,
            regions: &self.aws,
            dispatch: self.dispatch(),
            clock: &self.clock,
        };
        plan_scan::handle(ports, self.event("scan.requested")).await.unwrap();
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

    pub(crate) async fn assemble(&self) {
        let ports = assemble_world::Ports {
            scans: &self.discovery,
            inventory: &self.discovery,
            worlds: &self.worlds,
            index: &self.discovery,
            clock: &self.clock,
        };
        assemble_world::handle(ports, self.event("scan.collected")).await.unwrap();
    }

    pub(crate) async fn resume(&self, minutes: i64) {
        resume_scans::handle(self.dispatch(), now() + TimeDelta::minutes(minutes)).await.unwrap();
    }

    pub(crate) async fn scan(&self, id: &ScanId) -> Scan {
        self.discovery.scan(&tenant(), id).await.unwrap().unwrap()
    }

    pub(crate) async fn ledger(&self, id: &ScanId) -> Vec<Shard> {
        self.discovery.shards(&tenant(), id, &PageRequest::first(PageSize::LARGEST)).await.unwrap().items
    }
}
