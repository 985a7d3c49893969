//! Whatever happens to any call of any command: once it is repeated, everything is as if nothing
//! had happened.

use super::*;
use async_trait::async_trait;
use pantheon_core::{
    Result,
    command::{Claim, Claimed, Command, Idempotency},
    event::Origin,
    id::LeaseId,
    scan::{Planned, ScanCompleted, ScanRequest, ScanRequested, ShardFinished, Target, Walk},
    scan_progress::finish_if_planned,
    slot::{Lease, Slots},
    world::{WorldIndex, WorldSummary},
};
use serde_json::json;
use std::collections::BTreeMap;

/// What happens to a call, and whether the process is killed then.
const FAULTS: [(Fault, bool); 7] = [
    (Fault::LostReply, false),
    (Fault::LostReply, true),
    (Fault::LostRequest, false),
    (Fault::LostRequest, true),
    (Fault::ServerError, false),
    (Fault::Throttled, false),
    (Fault::Conflict, false),
];

/// A tenant and its scan.
struct Case {
    tenant: TenantId,
    scan: Scan,
}

impl Case {
    fn new() -> Self {
        let scan = Scan::requested(ScanRequest::default(), now());
        Self { tenant: TenantId::generate(now()), scan }
    }

    fn origin(&self) -> Origin {
        Origin::of_system(self.tenant.clone(), "test", now())
    }

    fn shards() -> [ShardId; 2] {
        [scope("111111111111:eu-west-1:ec2").into(), scope("111111111111:global:iam").into()]
    }

    async fn moved(&self, store: &Store, state: ScanState) -> Result<Scan> {
        let scan = store.scan(&self.tenant, &self.scan.id).await?.unwrap();
        Ok(Scan { version: scan.version.next(), state, shards_total: Some(2), ..scan })
    }
}

/// A command, carried out as its function does.
#[async_trait]
trait Handler: Sync {
    /// Brings about what is there before the command.
    async fn prepare(&self, store: &Store, case: &Case) -> Result<()>;
    /// Carries the command out, for the `attempt`th time.
    async fn handle(&self, store: &Store, case: &Case, attempt: u32) -> Result<()>;
}

struct StartScan;

#[async_trait]
impl Handler for StartScan {
    async fn prepare(&self, _: &Store, _: &Case) -> Result<()> {
        Ok(())
    }

    async fn handle(&self, store: &Store, case: &Case, attempt: u32) -> Result<()> {
        let claim = Claim {
            tenant: case.tenant.clone(),
            key: "key".to_owned(),
            fingerprint: "same".to_owned(),
            attempt: attempt.to_string(),
        };
        let at = now() + TimeDelta::minutes(attempt.into());
        match store.claim(&claim, at, at + TimeDelta::seconds(30)).await? {
            Claimed::Ours => {}
            Claimed::Answered(answer) => {
                let answered = answer["id"].as_str().unwrap().parse().unwrap();
                assert!(store.scan(&case.tenant, &answered).await?.is_some(), "the answer names no scan");
                return Ok(());
            }
            other => panic!("{other:?}"),
        }
        let scan = Scan::requested(ScanRequest::default(), now());
        let fact = ScanRequested { scan_id: scan.id.clone(), request: scan.request.clone() };
        let command = Command { origin: case.origin(), claim: Some(claim) };
        let commit = command.commit(json!({ "id": scan.id })).telling(&command.origin, &fact, scan.version);
        store.insert_scan(&case.tenant, &scan, commit).await
    }
}

struct PlanScan;

#[async_trait]
impl Handler for PlanScan {
    async fn prepare(&self, store: &Store, case: &Case) -> Result<()> {
        store.insert_scan(&case.tenant, &case.scan, Commit::unasked()).await
    }

    async fn handle(&self, store: &Store, case: &Case, _: u32) -> Result<()> {
        let mut scan = store.scan(&case.tenant, &case.scan.id).await?.unwrap();
        if scan.state == ScanState::Requested && scan.walk.is_none() {
            scan.version = scan.version.next();
            scan.walk = Some(Walk { accounts: 1, after: "end".to_owned() });
            store.add_accounts(&case.tenant, &scan, &[account()]).await?;
        }
        if scan.state == ScanState::Requested {
            let collecting = Scan {
                version: scan.version.next(),
                state: ScanState::Collecting,
                accounts_total: scan.walk.take().map(|walk| walk.accounts),
                ..scan
            };
            store.update_scan(&case.tenant, &collecting, Commit::unasked()).await?;
        }
        Ok(())
    }
}

struct PlanAccount;

#[async_trait]
impl Handler for PlanAccount {
    async fn prepare(&self, store: &Store, case: &Case) -> Result<()> {
        PlanScan.prepare(store, case).await?;
        PlanScan.handle(store, case, 1).await
    }

    async fn handle(&self, store: &Store, case: &Case, attempt: u32) -> Result<()> {
        let (tenant, scan) = (&case.tenant, &case.scan.id);
        // Each attempt sees other regions; only the first that is written down counts.
        let enabled = if attempt == 1 { vec!["eu-west-1".parse().unwrap()] } else { Vec::new() };
        let target = Target { account_id: account(), manages_organization: false, wanted: None, enabled: Ok(enabled) };
        let decided = store.decide(tenant, scan, &target).await?;
        assert!(decided.enabled.is_ok());
        let shards = Case::shards().map(Shard::pending);
        store.insert_shards(tenant, scan, &shards).await?;
        store.count_planned(tenant, scan, &account(), 2).await?;
        finish_if_planned(store, store, tenant, scan, &case.origin()).await
    }
}

struct CollectShard;

#[async_trait]
impl Handler for CollectShard {
    async fn prepare(&self, store: &Store, case: &Case) -> Result<()> {
        PlanAccount.prepare(store, case).await?;
        PlanAccount.handle(store, case, 1).await?;
        let stale = [volume(1, 1, -60), volume(2, 1, -60), volume(3, 1, -60)];
        let at = now() - TimeDelta::hours(1);
        store.apply(&case.tenant, &volumes(), first_change(stale.to_vec()), at).await
    }

    async fn handle(&self, store: &Store, case: &Case, attempt: u32) -> Result<()> {
        let [id, _] = Case::shards();
        let at = now() + TimeDelta::minutes(10 * i64::from(attempt));
        let until = at + TimeDelta::minutes(5);
        let lease = Lease { holder: LeaseId::generate(at), until };
        store.take_slot(&case.tenant, &volumes(), &lease, at).await?.unwrap();
        let leased = store.lease_shard(&case.tenant, &case.scan.id, &id, at, until).await?;
        let Some(shard) = leased else {
            return store.give_slot_back(&case.tenant, &volumes(), &lease.holder).await;
        };

        let seen = [volume(1, 1, 1), volume(2, 2, 1), volume(4, 1, 1)];
        let before = store.manifest(&case.tenant, &volumes()).await?;
        let change = InventoryChange {
            write: seen
                .iter()
                .filter(|seen| before.hashes.get(&seen.id) != Some(&seen.content_hash))
                .cloned()
                .collect(),
            remove: before.hashes.keys().filter(|id| **id == volume(3, 1, 1).id).cloned().collect(),
            manifest: Some(manifest(&seen)),
        };
        store.apply(&case.tenant, &volumes(), change, at).await?;

        let tally = Tally { shards_ended: 1, resources_seen: 3, ..Tally::default() };
        let seen_whole = [(volume(1, 1, 1).id.resource_type, true)].into();
        let ended = Shard { state: ShardState::Read, seen_whole, resources_seen: 3, ended_at: Some(at), ..shard };
        let fact = ShardFinished { scan_id: case.scan.id.clone(), scope: volumes(), state: ended.state, tally };
        let commit = Commit::unasked().telling(&case.origin(), &fact, case.scan.version);
        assert!(store.end_shard(&case.tenant, &case.scan.id, &ended, tally, commit).await?, "a held lease was lost");
        store.give_slot_back(&case.tenant, &volumes(), &lease.holder).await
    }
}

struct AssembleWorld;

#[async_trait]
impl Handler for AssembleWorld {
    async fn prepare(&self, store: &Store, case: &Case) -> Result<()> {
        let collected = Scan { state: ScanState::Assembling, ..case.scan.clone() };
        store.insert_scan(&case.tenant, &collected, Commit::unasked()).await
    }

    async fn handle(&self, store: &Store, case: &Case, _: u32) -> Result<()> {
        let completed = case.moved(store, ScanState::Completed).await?;
        if store.scan(&case.tenant, &case.scan.id).await?.unwrap().state != ScanState::Assembling {
            return Ok(());
        }
        let world = WorldSummary::empty(case.scan.id.clone(), Tally::default(), now());
        let fact = ScanCompleted { scan_id: completed.id.clone(), state: completed.state, tally: Tally::default() };
        let commit = Commit::unasked().telling(&case.origin(), &fact, completed.version);
        store.complete_scan(&case.tenant, &completed, &world, commit).await
    }
}

/// What is there at the end, but for what tells one repetition from another.
#[derive(Debug, PartialEq)]
struct End {
    items: BTreeMap<String, usize>,
    scan: Option<Scan>,
    shards: Vec<ShardState>,
    tally: Tally,
    planned: Planned,
    manifest: Manifest,
    resources: Vec<(ResourceId, String)>,
}

async fn end(local: &local::Local, case: &Case) -> Result<End> {
    let everything = &pantheon_core::page::PageRequest::first(pantheon_core::page::PageSize::LARGEST);
    let (tenant, scan) = (&case.tenant, &case.scan.id);
    let items = local.items().await.into_iter();
    let found = local.resources(tenant, &ResourceFilter::default(), everything).await?;
    let kept = local.scan(tenant, scan).await?;
    Ok(End {
        items: items.map(|(entity, items)| (entity, items.len())).collect(),
        scan: kept.map(|kept| Scan { id: scan_id(), ..kept }),
        shards: local.shards(tenant, scan, everything).await?.items.iter().map(|shard| shard.state).collect(),
        tally: local.tally(tenant, scan).await?,
        planned: local.planned(tenant, scan).await?,
        manifest: local.manifest(tenant, &volumes()).await?,
        resources: found.items.into_iter().map(|resource| (resource.id, resource.content_hash)).collect(),
    })
}

/// Stands for every scan, since each repetition makes its own.
fn scan_id() -> ScanId {
    "scn_0195f6a0-7c1e-7d43-9a55-000000000001".parse().unwrap()
}

/// Fails call `number`; in a killed process, no later call arrives either.
fn plan(fault: Fault, number: usize, killed: bool) -> Faults {
    Faults::new(move |call| match call.operation.as_str() {
        _ if killed && call.number > number => Some(Fault::LostRequest),
        _ if call.number != number => None,
        "GetItem" | "Query" | "BatchGetItem" | "BatchWriteItem" if fault == Fault::Conflict => None,
        _ => Some(fault),
    })
}

async fn survives(handler: &dyn Handler) {
    let (local, undisturbed) = (local::store().await, Case::new());
    handler.prepare(&local, &undisturbed).await.unwrap();
    let calls = Faults::none();
    handler.handle(&calls.store(&local), &undisturbed, 1).await.unwrap();
    let expected = end(&local, &undisturbed).await.unwrap();

    for number in 0..calls.calls().len() {
        for (fault, killed) in FAULTS {
            let story = format!("{fault:?} at call {number}, killed: {killed}");
            let (local, case) = (local::store().await, Case::new());
            handler.prepare(&local, &case).await.unwrap();

            let faults = plan(fault, number, killed);
            if let Err(error) = handler.handle(&faults.store(&local), &case, 1).await {
                assert!(error.is_retryable(), "{story}: {error:?}");
                assert!(killed, "{story}: the SDK or the store should have tried again: {error:?}");
            }
            for attempt in 2..4 {
                handler.handle(&local, &case, attempt).await.unwrap();
            }

            assert_eq!(end(&local, &case).await.unwrap(), expected, "{story}");
        }
    }
}

#[tokio::test]
async fn starts_a_scan_once() {
    survives(&StartScan).await;
}

#[tokio::test]
async fn plans_a_scan_once() {
    survives(&PlanScan).await;
}

#[tokio::test]
async fn plans_an_account_once() {
    survives(&PlanAccount).await;
}

#[tokio::test]
async fn collects_a_shard_once() {
    survives(&CollectShard).await;
}

#[tokio::test]
async fn assembles_a_world_once() {
    survives(&AssembleWorld).await;
}
