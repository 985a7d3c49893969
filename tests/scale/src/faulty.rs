//! Ports through which calls fail, or are carried out and nobody hears of it.
//!
//! Before and after each call, whoever made it can be killed: the call waits there once, and the
//! simulation may drop it.

use crate::random::Random;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    account::{Account, AccountFilter, Accounts, Regions},
    aws::{AccountId, Region},
    collect::{Gap, Scope},
    command::{Commit, Version},
    event::Origin,
    freshness::{Fresher, Looks, Sighting},
    history::ChangeKind,
    id::{LeaseId, ScanId, TenantId},
    page::{Page, PageRequest, Position},
    queue::{Backlogs, DelayedTasks, Tasks},
    resource::{Resource, ResourceId},
    scan::{
        AccountPlan, Bookmarks, Inventory, InventoryChange, Manifest, Planned, Plans, ResourceFilter, Scan, Scans,
        Shard, ShardId, ShardRule, Shards, Tally, Target,
    },
    slot::{Lease, Refused, Slots},
    upload::{ObjectKey, Part, UploadId, Uploads},
    world::{
        WorldIndex, WorldSummary,
        assembly::{Assemblies, Assembly, ClaimedAssembly},
    },
};
use std::time::Duration;

/// A port with faults.
#[derive(Debug)]
pub struct Faulty<'a, T> {
    inner: &'a T,
    random: &'a Random,
    /// How many calls in ten thousand fail before they are carried out, and as many after.
    rate: usize,
}

impl<'a, T> Faulty<'a, T> {
    /// Puts faults between a port and its users.
    pub fn of(inner: &'a T, random: &'a Random, rate: usize) -> Self {
        Self { inner, random, rate }
    }

    async fn pass(&self, when: &'static str) -> Result<()> {
        tokio::task::yield_now().await;
        if self.random.happens(self.rate) { Err(Error::unavailable("the simulation", when)) } else { Ok(()) }
    }
}

macro_rules! faulty {
    ($port:ident: $($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl<T: $port> $port for Faulty<'_, T> {
            $(async fn $name(&self, $($argument: $type),*) -> Result<$answer> {
                self.pass("the request was lost").await?;
                let answer = self.inner.$name($($argument),*).await;
                self.pass("the reply was lost").await?;
                answer
            })*
        }
    };
}

faulty! { Scans:
    scan(tenant: &TenantId, id: &ScanId) -> Option<Scan>;
    scans(tenant: &TenantId, page: &PageRequest) -> Page<Scan>;
    insert_scan(tenant: &TenantId, scan: &Scan, commit: Commit) -> ();
    update_scan(tenant: &TenantId, scan: &Scan, commit: Commit) -> ();
    tally(tenant: &TenantId, id: &ScanId) -> Tally;
    unfinished() -> Vec<(TenantId, ScanId)>;
}

faulty! { Plans:
    add_accounts(tenant: &TenantId, scan: &Scan, accounts: &[AccountId]) -> ();
    account_plan(tenant: &TenantId, scan: &ScanId, id: &AccountId) -> Option<AccountPlan>;
    decide(tenant: &TenantId, scan: &ScanId, target: &Target) -> Target;
    count_planned(tenant: &TenantId, scan: &ScanId, id: &AccountId, shards: u64) -> bool;
    unplanned(tenant: &TenantId, scan: &ScanId, page: &PageRequest) -> Page<AccountId>;
    planned(tenant: &TenantId, scan: &ScanId) -> Planned;
}

faulty! { Bookmarks:
    bookmark(tenant: &TenantId, scan: &ScanId) -> Option<Position>;
    keep_bookmark(tenant: &TenantId, scan: &ScanId, at: Option<&Position>) -> ();
}

faulty! { Shards:
    insert_shards(tenant: &TenantId, scan: &ScanId, shards: &[Shard]) -> ();
    shard(tenant: &TenantId, scan: &ScanId, id: &ShardId) -> Option<Shard>;
    shards(tenant: &TenantId, scan: &ScanId, page: &PageRequest) -> Page<Shard>;
    shards_that(tenant: &TenantId, scan: &ScanId, rule: ShardRule, page: &PageRequest) -> Page<Shard>;
    lease_shard(tenant: &TenantId, scan: &ScanId, id: &ShardId, now: DateTime<Utc>, until: DateTime<Utc>) -> Option<Shard>;
    end_shard(tenant: &TenantId, scan: &ScanId, shard: &Shard, tally: Tally, commit: Commit) -> bool;
}

faulty! { Inventory:
    manifest(tenant: &TenantId, scope: &Scope) -> Manifest;
    apply(tenant: &TenantId, scope: &Scope, change: InventoryChange, now: DateTime<Utc>) -> ();
    resource(tenant: &TenantId, id: &ResourceId) -> Option<Resource>;
    resources(tenant: &TenantId, filter: &ResourceFilter, page: &PageRequest) -> Page<Resource>;
}

faulty! { Looks:
    keep_sighting(origin: &Origin, scope: &Scope, sighting: Sighting) -> Vec<(ResourceId, ChangeKind)>;
    looked_since(tenant: &TenantId, scope: &Scope, since: DateTime<Utc>) -> Fresher;
}

faulty! { Slots:
    take_slot(tenant: &TenantId, scope: &Scope, lease: &Lease, now: DateTime<Utc>) -> Result<(), Refused>;
    give_slot_back(tenant: &TenantId, scope: &Scope, holder: &LeaseId) -> ();
}

faulty! { Assemblies:
    claim_assembly(tenant: &TenantId, scan: &ScanId, now: DateTime<Utc>, until: DateTime<Utc>) -> Option<ClaimedAssembly>;
    keep_assembly(tenant: &TenantId, scan: &ScanId, claim: Version, assembly: Option<&Assembly>) -> ();
}

faulty! { WorldIndex:
    complete_scan(tenant: &TenantId, scan: &Scan, world: &WorldSummary, commit: Commit) -> ();
    latest_world(tenant: &TenantId) -> Option<WorldSummary>;
    world(tenant: &TenantId, scan: &ScanId) -> Option<WorldSummary>;
    worlds(tenant: &TenantId, page: &PageRequest) -> Page<WorldSummary>;
}

faulty! { Uploads:
    begin_upload(key: &ObjectKey, content_type: &str) -> UploadId;
    put_part(key: &ObjectKey, upload: &UploadId, number: u32, bytes: Vec<u8>) -> Part;
    complete_upload(key: &ObjectKey, upload: &UploadId, parts: &[Part]) -> ();
    abort_upload(key: &ObjectKey, upload: &UploadId) -> ();
    download_url(key: &ObjectKey, file_name: &str, valid_for: Duration) -> String;
}

faulty! { Tasks:
    send(queue: &str, bodies: Vec<String>) -> ();
}

faulty! { DelayedTasks:
    send_later(queue: &str, body: String, delay: Duration) -> ();
}

faulty! { Backlogs:
    backlog(queue: &str) -> u64;
}

faulty! { Accounts:
    account(tenant: &TenantId, id: &AccountId) -> Option<Account>;
    accounts(tenant: &TenantId, filter: &AccountFilter, page: &PageRequest) -> Page<Account>;
    insert_account(tenant: &TenantId, account: &Account, commit: Commit) -> ();
    update_account(tenant: &TenantId, account: &Account, commit: Commit) -> ();
    is_held_elsewhere(tenant: &TenantId, id: &AccountId) -> bool;
    organizations() -> Vec<(TenantId, AccountId)>;
}

/// AWS is throttled instead of failing.
#[async_trait]
impl<T: Regions> Regions for Faulty<'_, T> {
    async fn enabled_regions(&self, tenant: &TenantId, account: &Account) -> Result<Vec<Region>, Gap> {
        let slow = |_| Gap {
            operation: "account:ListRegions".to_owned(),
            reason: pantheon_core::collect::GapReason::Throttled,
            detail: "slow down".to_owned(),
        };
        self.pass("throttled").await.map_err(slow)?;
        self.inner.enabled_regions(tenant, account).await
    }
}
