//! Queue task of every account of a scan: learn its regions, and hand its shards to collectors.
//!
//! What the shards are planned from is written down before any of them is, so that a repeated
//! delivery plans the same ones; the account is counted as planned, once, after all of them were
//! handed out.

use crate::{
    dispatching::{Dispatch, PLAN_ACCOUNT},
    planning::{ScanPlan, not_asked, target},
};
use pantheon_core::{
    Error, Result,
    account::{Accounts, Regions},
    clock::Clock,
    collect::{Gap, GapReason},
    event::Origin,
    queue::DelayedTasks,
    scan::{AccountPlan, Scan, ScanState, Target},
    scan_progress::{PlanTask, finish_if_planned},
};
use pantheon_lambda::queue::Task;
use std::time::Duration;

/// How often an account is put off because AWS does not say which regions it has.
pub const MOST_WAITS: u32 = 6;
/// The first pause; each further one is twice as long, which adds up to half an hour.
const FIRST_WAIT: Duration = Duration::from_secs(30);

/// What planning an account needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The connected accounts.
    pub accounts: &'a dyn Accounts,
    /// The regions that are enabled in them.
    pub regions: &'a dyn Regions,
    /// The scans, their accounts and shards, and the queues of the collectors.
    pub dispatch: Dispatch<'a>,
    /// The own queue, for accounts that are put off.
    pub later: &'a dyn DelayedTasks,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Plans the account, unless that was done, and notes when it was the last.
pub async fn handle(ports: Ports<'_>, task: Task<PlanTask>) -> Result<()> {
    let origin = origin(ports, &task);
    let PlanTask { scan_id, account_id, .. } = &task.body;
    let Dispatch { scans, plans, .. } = ports.dispatch;

    let scan = scans.scan(&origin.tenant, scan_id).await?;
    let Some(scan) = scan.filter(|scan| scan.state == ScanState::Collecting) else { return Ok(()) };
    let Some(plan) = plans.account_plan(&origin.tenant, scan_id, account_id).await? else { return Ok(()) };
    if plan.shards.is_none() {
        let Some(target) = decided(ports, &origin, &task, plan).await? else { return Ok(()) };
        let shards = hand_out(ports, &origin, &scan, &target).await?;
        plans.count_planned(&origin.tenant, scan_id, account_id, shards).await?;
    }

    finish_if_planned(scans, plans, &origin.tenant, scan_id, &origin).await
}

/// Returns what the account is planned from; `None` if it was put off.
async fn decided(
    ports: Ports<'_>,
    origin: &Origin,
    task: &Task<PlanTask>,
    plan: AccountPlan,
) -> Result<Option<Target>> {
    if let Some(target) = plan.target {
        return Ok(Some(target));
    }
    let account = ports.accounts.account(&origin.tenant, &task.body.account_id).await?;
    let Some(account) = account else { return Err(Error::not_found("account", &task.body.account_id)) };
    let enabled = match not_asked(&account) {
        Some(gap) => Err(gap),
        None => ports.regions.enabled_regions(&origin.tenant, &account).await,
    };
    if enabled.as_ref().is_err_and(|gap| is_put_off(gap, task.body.waits)) {
        return put_off(ports, task).await.map(|()| None);
    }
    let target = target(&account, enabled);
    ports.dispatch.plans.decide(&origin.tenant, &task.body.scan_id, &target).await.map(Some)
}

/// Tells whether a failure may well have passed when the account is asked again a little later.
fn is_put_off(gap: &Gap, waits: u32) -> bool {
    matches!(gap.reason, GapReason::Throttled | GapReason::TimedOut) && waits < MOST_WAITS
}

async fn put_off(ports: Ports<'_>, task: &Task<PlanTask>) -> Result<()> {
    let delay = FIRST_WAIT * 2_u32.pow(task.body.waits);
    tracing::info!(account.id = %task.body.account_id, delay_s = delay.as_secs(), "AWS asked to slow down");
    let later = PlanTask { waits: task.body.waits + 1, ..task.body.clone() };
    let body = serde_json::to_string(&later).map_err(Error::internal)?;
    ports.later.send_later(PLAN_ACCOUNT, body, delay).await
}

/// Adds the shards of the account and hands those out that nobody has taken up; returns how many
/// there are.
async fn hand_out(ports: Ports<'_>, origin: &Origin, scan: &Scan, target: &Target) -> Result<u64> {
    let shards = ScanPlan::of(&scan.request, std::slice::from_ref(target)).into_shards();
    let count = shards.len() as u64;
    ports.dispatch.shards.insert_shards(&origin.tenant, &scan.id, &shards).await?;
    ports.dispatch.hand_out(origin, &scan.id, shards).await?;
    Ok(count)
}

fn origin(ports: Ports<'_>, task: &Task<PlanTask>) -> Origin {
    let origin = Origin::of_system(task.body.tenant_id.clone(), "plan-account", ports.clock.now());
    match &task.body.correlation_id {
        Some(correlation) => Origin { correlation: correlation.clone(), ..origin },
        None => origin,
    }
}
