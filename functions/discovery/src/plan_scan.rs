//! Queue task on `scan.requested`: find out which shards a scan has, and hand them to collectors.

use crate::planning::{ScanPlan, Target};
use chrono::TimeDelta;
use pantheon_core::{
    Error, Result,
    account::{Account, AccountState, Accounts, EnabledRegions},
    clock::Clock,
    collect::{Gap, GapReason},
    command::Commit,
    event::{Event, Origin},
    id::{ScanId, TenantId},
    page::{PageRequest, PageSize},
    queue::Tasks,
    scan::{
        Scan, ScanPlanned, ScanRequested, ScanState, Scans, Shard, ShardFinished, ShardState, Shards, Tally,
    },
    scan_progress::{ShardTask, finish_if_collected},
};
use std::collections::BTreeMap;

/// What planning needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The connected accounts.
    pub accounts: &'a dyn Accounts,
    /// The regions that are enabled in them.
    pub regions: &'a dyn EnabledRegions,
    /// The scans.
    pub scans: &'a dyn Scans,
    /// Their shards.
    pub shards: &'a dyn Shards,
    /// The queues of the collectors.
    pub tasks: &'a dyn Tasks,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Plans the scan, or hands its shards out again if an earlier delivery died after planning it.
pub async fn handle(ports: Ports<'_>, event: Event) -> Result<()> {
    let ScanRequested { scan_id, .. } = event.fact()?;
    let origin = Origin::of_event(&event, "plan-scan", ports.clock.now());

    let Some(scan) = ports.scans.scan(&origin.tenant, &scan_id).await? else { return Ok(()) };
    match scan.state {
        ScanState::Requested => plan(ports, &origin, scan).await?,
        ScanState::Collecting => {}
        ScanState::Assembling | ScanState::Completed | ScanState::CompletedWithGaps | ScanState::Failed => {
            return Ok(());
        }
    }

    dispatch(ports, &origin, &scan_id).await
}

async fn plan(ports: Ports<'_>, origin: &Origin, mut scan: Scan) -> Result<()> {
    let targets = targets(ports, &origin.tenant).await?;
    let plan = ScanPlan::of(&scan.request, &targets);
    let shards: Vec<_> = plan
        .shards
        .into_iter()
        .map(|(id, gap)| Shard { gaps: gap.into_iter().collect(), ..Shard::pending(id) })
        .collect();
    ports.shards.insert_shards(&origin.tenant, &scan.id, &shards).await?;

    scan.version = scan.version.next();
    scan.state = ScanState::Collecting;
    scan.planned_at = Some(origin.at);
    scan.shards_total = Some(shards.len() as u64);
    let fact = ScanPlanned { scan_id: scan.id.clone(), shards_total: shards.len() as u64 };
    let commit = Commit::unasked().telling(origin, &fact, scan.version);
    match ports.scans.update_scan(&origin.tenant, &scan, commit).await {
        // Another delivery of the same event was faster; its shards are the same.
        Err(Error::PreconditionFailed { .. }) => Ok(()),
        result => result,
    }
}

async fn targets(ports: Ports<'_>, tenant: &TenantId) -> Result<Vec<Target>> {
    let accounts = ports.accounts.all_accounts(tenant).await?;
    let mut targets = Vec::with_capacity(accounts.len());
    for account in accounts {
        let enabled = match account.state {
            AccountState::Connected => ports.regions.enabled_regions(&account).await,
            AccountState::Pending | AccountState::Refused => Err(not_connected(&account)),
            AccountState::Disconnected | AccountState::Left => continue,
        };
        targets.push(Target { account_id: account.id, wanted: account.regions, enabled });
    }
    Ok(targets)
}

fn not_connected(account: &Account) -> Gap {
    let state = if account.state == AccountState::Refused { "was refused" } else { "is not verified yet" };
    Gap {
        operation: "sts:AssumeRole".to_owned(),
        reason: GapReason::Skipped,
        detail: format!(
            "the connection of this account {state}; verify it with POST /v1/aws/accounts/{}/verify",
            account.id
        ),
    }
}

/// Hands every pending shard to its collector; those known to stay unseen end at once.
pub(crate) async fn dispatch(ports: Ports<'_>, origin: &Origin, scan_id: &ScanId) -> Result<()> {
    let mut page = PageRequest::first(PageSize::LARGEST);
    loop {
        let shards = ports.shards.shards(&origin.tenant, scan_id, &page).await?;
        let pending = shards.items.into_iter().filter(|shard| shard.state == ShardState::Pending);
        let (to_collect, unseen): (Vec<_>, Vec<_>) = pending.partition(|shard| shard.gaps.is_empty());
        for shard in unseen {
            end_unseen(ports, origin, scan_id, shard).await?;
        }
        send(ports, origin, scan_id, &to_collect).await?;
        let Some(next) = shards.next else { break };
        page.after = Some(next);
    }

    // A scan without a shard to collect has nobody else to notice that it is collected.
    finish_if_collected(ports.scans, &origin.tenant, scan_id, origin).await.map(drop)
}

/// Sends the tasks of the shards to the queues of their collectors.
pub(crate) async fn send(ports: Ports<'_>, origin: &Origin, scan_id: &ScanId, shards: &[Shard]) -> Result<()> {
    let mut bodies: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for shard in shards {
        let task = ShardTask {
            tenant_id: origin.tenant.clone(),
            scan_id: scan_id.clone(),
            shard_id: shard.id.clone(),
            correlation_id: Some(origin.correlation.clone()),
        };
        let body = serde_json::to_string(&task).map_err(Error::internal)?;
        bodies.entry(format!("collect-{}", shard.id.scope().service)).or_default().push(body);
    }
    for (queue, bodies) in bodies {
        ports.tasks.send(&queue, bodies).await?;
    }
    Ok(())
}

async fn end_unseen(ports: Ports<'_>, origin: &Origin, scan_id: &ScanId, shard: Shard) -> Result<()> {
    // Ending a shard takes one transaction, so the lease only has to outlive that.
    let until = origin.at + TimeDelta::seconds(30);
    let leased = ports.shards.lease_shard(&origin.tenant, scan_id, &shard.id, origin.at, until).await?;
    let Some(leased) = leased else { return Ok(()) };

    let state = ShardState::of_outcome(false, &shard.gaps);
    let tally = Tally { shards_ended: 1, shards_with_gaps: 1, ..Tally::default() };
    let fact = ShardFinished { scan_id: scan_id.clone(), scope: shard.id.scope().clone(), state, tally };
    let ended = Shard { state, gaps: shard.gaps, ended_at: Some(origin.at), leased_until: None, ..leased };
    let mut commit = Commit::unasked();
    commit.events.push(origin.event(&fact, u64::from(ended.attempts)));
    ports.shards.end_shard(&origin.tenant, scan_id, &ended, tally, commit).await.map(drop)
}
