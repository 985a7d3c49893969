//! The work of one function, all of it, as one process would do it that is never replaced.

use super::Synthetic;
use crate::estate::{Organization, REGIONS, found};
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_collectors::{collect_shard, sieve};
use pantheon_core::{
    Error, Result,
    budget::{CallMeter, Calls},
    clock::Clock as _,
    collect::{Collector, Listing, Scope},
    event::Origin,
    freshness::CollectTask,
    id::{ScanId, TenantId},
    permission::Permission,
    scan::{Scan, ScanCollected, ScanRequested, ScanState, Tally},
    scan_progress::{PlanTask, ShardTask},
};
use pantheon_discovery::{
    assemble_world, compare_worlds, dispatching::Dispatch, plan_account, plan_scan, resume_scans,
};
use pantheon_lambda::{http::Cursors, queue::Task};
use pantheon_testing::{FixedClock, now, request, tenant};
use std::{str::FromStr, time::Duration};

/// A function whose memory is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Walks over the accounts.
    PlanScan,
    /// Plans every account.
    PlanAccount,
    /// Finds every shard lost and hands it out again.
    ResumeScans,
    /// Collects one shard of each account.
    CollectShard,
    /// Collects one shard that has as many resources as there are accounts.
    CollectLargeShard,
    /// Puts the world together.
    AssembleWorld,
    /// Answers with the first page of a comparison of two worlds.
    CompareWorlds,
}

impl Function {
    /// All of them, in the order of a scan.
    pub const ALL: [Self; 7] = [
        Self::PlanScan,
        Self::PlanAccount,
        Self::ResumeScans,
        Self::CollectShard,
        Self::CollectLargeShard,
        Self::AssembleWorld,
        Self::CompareWorlds,
    ];

    /// Returns its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PlanScan => "plan-scan",
            Self::PlanAccount => "plan-account",
            Self::ResumeScans => "resume-scans",
            Self::CollectShard => "collect-shard",
            Self::CollectLargeShard => "collect-large-shard",
            Self::AssembleWorld => "assemble-world",
            Self::CompareWorlds => "compare-worlds",
        }
    }
}

impl FromStr for Function {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|function| function.as_str() == text);
        found.ok_or_else(|| Error::not_found("function", text))
    }
}

/// What a function has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// What was counted.
    pub what: &'static str,
    /// How many there were.
    pub count: u64,
}

/// Does all the work of a function for an organization.
pub async fn run(function: Function, organization: Organization) -> Result<Work> {
    let synthetic: &'static Synthetic = Box::leak(Box::new(Synthetic::of(organization)));
    let clock = FixedClock::default();
    let what = match function {
        Function::PlanScan => plan_scan(synthetic, &clock).await?,
        Function::PlanAccount => plan_accounts(synthetic, &clock).await?,
        Function::ResumeScans => resume(synthetic, &clock).await?,
        Function::CollectShard => collect(synthetic, &clock, organization.accounts, 10).await?,
        Function::CollectLargeShard => collect(synthetic, &clock, 1, organization.accounts).await?,
        Function::AssembleWorld => assemble(synthetic, &clock).await?,
        Function::CompareWorlds => compare(synthetic).await?,
    };
    Ok(Work { what, count: synthetic.counted(what) })
}

fn dispatch(synthetic: &Synthetic) -> Dispatch<'_> {
    Dispatch { scans: synthetic, plans: synthetic, shards: synthetic, tasks: synthetic }
}

fn origin() -> Origin {
    Origin::of_system(tenant(), "synthetic", now())
}

fn task<T>(body: T, clock: &FixedClock, function: &str) -> Task<T> {
    let now = clock.now();
    Task {
        body,
        message_id: "1".to_owned(),
        attempt: 1,
        now,
        deadline: now + TimeDelta::minutes(5),
        function: function.to_owned(),
    }
}

async fn plan_scan(synthetic: &Synthetic, clock: &FixedClock) -> Result<&'static str> {
    let scan = synthetic.scan_now();
    let fact = ScanRequested { scan_id: scan.id, request: scan.request };
    let ports = plan_scan::Ports { accounts: &synthetic.organization, dispatch: dispatch(synthetic), clock };
    plan_scan::handle(ports, origin().event(&fact, 1)).await?;
    Ok("messages")
}

async fn plan_accounts(synthetic: &Synthetic, clock: &FixedClock) -> Result<&'static str> {
    synthetic.replace(&Scan { state: ScanState::Collecting, ..synthetic.scan_now() });
    let (accounts, regions) = (&synthetic.organization, &synthetic.organization);
    let ports = plan_account::Ports { accounts, regions, dispatch: dispatch(synthetic), later: synthetic, clock };
    for number in 0..synthetic.organization.accounts {
        let body = PlanTask {
            tenant_id: tenant(),
            scan_id: synthetic.scan_now().id,
            account_id: synthetic.organization.account_id(number)?,
            correlation_id: None,
            waits: 0,
        };
        plan_account::handle(ports, task(body, clock, "plan-account")).await?;
    }
    Ok("shards planned")
}

async fn resume(synthetic: &Synthetic, clock: &FixedClock) -> Result<&'static str> {
    let planned_at = Some(now() - TimeDelta::hours(1));
    synthetic.replace(&Scan { state: ScanState::Collecting, planned_at, ..synthetic.scan_now() });
    let ports = resume_scans::Ports { dispatch: dispatch(synthetic), bookmarks: synthetic, backlogs: synthetic, clock };
    resume_scans::handle(ports, now()).await?;
    Ok("messages")
}

/// Finds so many resources in every scope, one after the other, as pages of AWS would bring them.
struct Endless(usize);

#[async_trait]
impl Collector for Endless {
    async fn collect(&self, _: &TenantId, scope: &Scope, _: Duration) -> Vec<Listing> {
        for number in 0..self.0 {
            if number % 100 == 0 {
                tokio::task::yield_now().await;
            }
            if let Ok(found) = found(scope, scope.region.clone(), number) {
                sieve::sift(found);
            }
        }
        Vec::new()
    }
}

impl CallMeter for Endless {
    fn take_calls(&self, _: &Scope) -> Calls {
        Calls::default()
    }
}

async fn collect(synthetic: &Synthetic, clock: &FixedClock, shards: usize, resources: usize) -> Result<&'static str> {
    let collector = Endless(resources);
    let ports = collect_shard::Ports {
        collector: &collector,
        scans: synthetic,
        shards: synthetic,
        inventory: synthetic,
        slots: synthetic,
        later: synthetic,
        meter: &collector,
        clock,
    };
    for number in 0..shards {
        let scope = Scope {
            account_id: synthetic.organization.account_id(number)?,
            region: REGIONS[number % REGIONS.len()].parse()?,
            service: "ec2".parse()?,
        };
        let body = ShardTask {
            tenant_id: tenant(),
            scan_id: synthetic.scan_now().id,
            shard_id: scope.into(),
            correlation_id: None,
            waits: 0,
        };
        collect_shard::handle(ports, task(CollectTask::Shard(body), clock, "collect-ec2")).await?;
    }
    Ok("resources written")
}

async fn assemble(synthetic: &Synthetic, clock: &FixedClock) -> Result<&'static str> {
    synthetic.replace(&Scan { state: ScanState::Assembling, ..synthetic.scan_now() });
    let fact = ScanCollected { scan_id: synthetic.scan_now().id, tally: Tally::default() };
    let ports = assemble_world::Ports {
        scans: synthetic,
        shards: synthetic,
        inventory: synthetic,
        uploads: synthetic,
        assemblies: synthetic,
        index: synthetic,
        later: synthetic,
        clock,
    };
    assemble_world::handle(ports, origin().event(&fact, 1)).await?;
    Ok("resources in the world")
}

async fn compare(synthetic: &'static Synthetic) -> Result<&'static str> {
    let ports = compare_worlds::Ports { index: synthetic, objects: &synthetic };
    let [from, to] = [(); 2].map(|()| ScanId::generate(now()).to_string());
    let request = request().caller(&[Permission::ResourcesRead]).query("from", &from).query("to", &to);
    compare_worlds::handle(ports, &Cursors::new(b"secret"), request.build()).await?;
    Ok("lines")
}
