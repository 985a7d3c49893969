//! Queue task: evaluate all checks over one account, and write what has changed.
//!
//! An unchanged account costs reads alone, but for the row that says when it was evaluated.

use crate::{
    checks::{Bundle, Evaluator},
    evaluating::{AccountTask, Evaluation, Holes},
    summarize_posture,
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    account::Accounts,
    aws::{AccountId, ResourceType},
    clock::Clock,
    command::Commit,
    coverage::{Coverage, CoverageFilter, ScopeCoverage},
    event::Origin,
    id::TenantId,
    page::{PageRequest, PageSize},
    queue::DelayedTasks,
    resource::Resource,
    scan::{Inventory, ResourceFilter},
    security::{
        Finding, FindingChanged, FindingOpened, FindingReopened, FindingResolved, FindingStatus, Findings,
        MOST_FINDINGS_SAVED, Postures,
    },
};
use pantheon_lambda::queue::Task;

/// How many resources are in memory at once, beside those that checks compare with.
const PAGE: i64 = 250;

/// What evaluating needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The accounts of the tenant.
    pub accounts: &'a dyn Accounts,
    /// What scans could see.
    pub coverage: &'a dyn Coverage,
    /// What they found.
    pub inventory: &'a dyn Inventory,
    /// The findings.
    pub findings: &'a dyn Findings,
    /// The postures.
    pub postures: &'a dyn Postures,
    /// The queues.
    pub later: &'a dyn DelayedTasks,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// The checks, read and compiled once in the life of a function.
#[derive(Clone)]
pub struct Checks {
    bundle: Bundle,
    evaluator: Evaluator,
}

impl Checks {
    /// Compiles the checks that everybody has.
    pub fn built_in() -> Result<Self> {
        let bundle = Bundle::built_in()?;
        let evaluator = Evaluator::of(&bundle)?;
        Ok(Self { bundle, evaluator })
    }
}

/// Looks at the account and writes what has changed.
pub async fn handle(ports: Ports<'_>, checks: &Checks, task: Task<AccountTask>) -> Result<()> {
    let AccountTask { tenant_id, account_id, correlation_id } = &task.body;
    let at = ports.clock.now();
    let origin = Origin { correlation: correlation_id.clone(), at, ..task.origin(tenant_id.clone()) };

    let account = ports.accounts.account(tenant_id, account_id).await?;
    let known = ports.findings.findings_of(tenant_id, account_id).await?;
    if account.is_some_and(|account| !account.state.has_ended()) {
        let evaluation = evaluate(ports, checks, (tenant_id, account_id), known, at).await?;
        let (posture, changed) = evaluation.end(account_id);
        save(ports.findings, &origin, &changed).await?;
        ports.postures.keep_account_posture(tenant_id, &posture).await?;
    } else {
        let changed: Vec<Finding> = known.iter().filter_map(|finding| finding.resolved(at)).collect();
        save(ports.findings, &origin, &changed).await?;
        ports.postures.forget_account_posture(tenant_id, account_id).await?;
    }
    summarize_posture::ask(ports.later, &origin).await
}

async fn evaluate<'a>(
    ports: Ports<'_>,
    checks: &'a Checks,
    (tenant, account_id): (&TenantId, &AccountId),
    known: Vec<Finding>,
    at: DateTime<Utc>,
) -> Result<Evaluation<'a>> {
    let ledger = ledger(ports.coverage, tenant, account_id).await?;
    let mut compared = Vec::new();
    for resource_type in checks.bundle.reads() {
        walk(ports.inventory, tenant, account_id, Some(resource_type), |resource| {
            compared.push(resource);
            Ok(())
        })
        .await?;
    }
    let evaluator = checks.evaluator.within(&compared)?;
    drop(compared);

    let mut evaluation = Evaluation::begin(&checks.bundle, evaluator, Holes::of(&ledger), known, at);
    walk(ports.inventory, tenant, account_id, None, |resource| evaluation.look(&resource)).await?;
    Ok(evaluation)
}

async fn ledger(coverage: &dyn Coverage, tenant: &TenantId, account_id: &AccountId) -> Result<Vec<ScopeCoverage>> {
    let filter = CoverageFilter { account_id: Some(account_id.clone()), ..CoverageFilter::default() };
    let (mut page, mut rows) = (PageRequest::first(PageSize::LARGEST), Vec::new());
    loop {
        let found = coverage.coverage(tenant, &filter, &page).await?;
        rows.extend(found.items);
        let Some(next) = found.next else { return Ok(rows) };
        page.after = Some(next);
    }
}

async fn walk(
    inventory: &dyn Inventory,
    tenant: &TenantId,
    account_id: &AccountId,
    resource_type: Option<ResourceType>,
    mut look: impl FnMut(Resource) -> Result<()>,
) -> Result<()> {
    let filter = ResourceFilter { account_id: Some(account_id.clone()), resource_type, ..ResourceFilter::default() };
    let mut page = PageRequest::first(PageSize::of(PAGE)?);
    loop {
        let found = inventory.resources(tenant, &filter, &page).await?;
        found.items.into_iter().try_for_each(&mut look)?;
        let Some(next) = found.next else { return Ok(()) };
        page.after = Some(next);
    }
}

/// Saves findings and tells what became of each.
///
/// If somebody else has changed one of them meanwhile, the task fails and comes again.
async fn save(findings: &dyn Findings, origin: &Origin, changed: &[Finding]) -> Result<()> {
    for chunk in changed.chunks(MOST_FINDINGS_SAVED) {
        let told = chunk.iter().fold(Commit::unasked(), |commit, finding| tell(commit, origin, finding));
        let saved = findings.save_findings(&origin.tenant, chunk, told).await;
        saved.map_err(|error| match error {
            Error::PreconditionFailed { .. } => {
                Error::unavailable("a finding", "somebody else has changed it meanwhile")
            }
            error => error,
        })?;
    }
    Ok(())
}

fn tell(commit: Commit, origin: &Origin, finding: &Finding) -> Commit {
    // Only the latest change of status can be new; else the finding is only described anew.
    let turned = finding.changed_at() == origin.at;
    match finding.status {
        FindingStatus::Open if turned => commit.telling(origin, &FindingOpened::of(finding), finding.version),
        FindingStatus::Reopened if turned => commit.telling(origin, &FindingReopened::of(finding), finding.version),
        FindingStatus::Resolved => commit.telling(origin, &FindingResolved::of(finding), finding.version),
        _ => commit.telling(origin, &FindingChanged::of(finding), finding.version),
    }
}

#[cfg(test)]
mod tests;
