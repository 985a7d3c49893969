//! Queue task on `scan.requested`: find out which shards a scan has, and hand them to collectors.

use crate::{
    dispatching::Dispatch,
    planning::{ScanPlan, Target},
};
use pantheon_core::{
    Error, Result,
    account::{Account, AccountFilter, AccountKind, AccountState, Accounts, Regions},
    clock::Clock,
    collect::{Gap, GapReason},
    command::Commit,
    event::{Event, Origin},
    id::TenantId,
    page::{PageRequest, PageSize},
    scan::{Scan, ScanPlanned, ScanRequested, ScanState, Shard},
};

/// What planning needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The connected accounts.
    pub accounts: &'a dyn Accounts,
    /// The regions that are enabled in them.
    pub regions: &'a dyn Regions,
    /// The scans, their shards and the queues of the collectors.
    pub dispatch: Dispatch<'a>,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Plans the scan, or hands its shards out again if an earlier delivery died after planning it.
pub async fn handle(ports: Ports<'_>, event: Event) -> Result<()> {
    let ScanRequested { scan_id, .. } = event.fact()?;
    let origin = Origin::of_event(&event, "plan-scan", ports.clock.now());

    let Some(scan) = ports.dispatch.scans.scan(&origin.tenant, &scan_id).await? else { return Ok(()) };
    match scan.state {
        ScanState::Requested => plan(ports, &origin, scan).await?,
        ScanState::Collecting => {}
        ScanState::Assembling | ScanState::Completed | ScanState::CompletedWithGaps | ScanState::Failed => {
            return Ok(());
        }
    }

    ports.dispatch.hand_out(&origin, &scan_id).await
}

async fn plan(ports: Ports<'_>, origin: &Origin, mut scan: Scan) -> Result<()> {
    let targets = targets(ports, &origin.tenant).await?;
    let plan = ScanPlan::of(&scan.request, &targets);
    let shards: Vec<_> = plan
        .shards
        .into_iter()
        .map(|(id, gap)| Shard { gaps: gap.into_iter().collect(), ..Shard::pending(id) })
        .collect();
    ports.dispatch.shards.insert_shards(&origin.tenant, &scan.id, &shards).await?;

    scan.version = scan.version.next();
    scan.state = ScanState::Collecting;
    scan.planned_at = Some(origin.at);
    scan.shards_total = Some(shards.len() as u64);
    let fact = ScanPlanned { scan_id: scan.id.clone(), shards_total: shards.len() as u64 };
    let commit = Commit::unasked().telling(origin, &fact, scan.version);
    match ports.dispatch.scans.update_scan(&origin.tenant, &scan, commit).await {
        // Another delivery of the same event was faster; its shards are the same.
        Err(Error::PreconditionFailed { .. }) => Ok(()),
        result => result,
    }
}

async fn targets(ports: Ports<'_>, tenant: &TenantId) -> Result<Vec<Target>> {
    let mut targets = Vec::new();
    let mut page = PageRequest::first(PageSize::LARGEST);
    loop {
        let accounts = ports.accounts.accounts(tenant, &AccountFilter::default(), &page).await?;
        for account in accounts.items {
            let enabled = match account.state {
                AccountState::Connected => ports.regions.enabled_regions(tenant, &account).await,
                AccountState::Pending | AccountState::Refused => Err(not_connected(&account)),
                AccountState::Disconnected | AccountState::Left => continue,
            };
            targets.push(Target {
                account_id: account.id,
                manages_organization: account.kind == AccountKind::Organization,
                wanted: account.regions,
                enabled,
            });
        }
        let Some(next) = accounts.next else { return Ok(targets) };
        page.after = Some(next);
    }
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
