//! Queue task on `scan.requested`: walk over the accounts of the tenant, and hand each to
//! `plan-account`.

use crate::{dispatching::Dispatch, planning::looks_at};
use pantheon_core::{
    Error, Result,
    account::{AccountFilter, Accounts},
    aws::AccountId,
    clock::Clock,
    event::{Event, Origin},
    page::{PageRequest, PageSize, Position},
    scan::{ACCOUNTS_AT_ONCE, Scan, ScanRequested, ScanState, Walk},
    scan_progress::finish_if_planned,
};

/// What planning needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The connected accounts.
    pub accounts: &'a dyn Accounts,
    /// The scans, their accounts and the queue of `plan-account`.
    pub dispatch: Dispatch<'a>,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Walks over the accounts, or on from where an earlier delivery died, and hands out those that are
/// not planned.
pub async fn handle(ports: Ports<'_>, event: Event) -> Result<()> {
    let ScanRequested { scan_id, .. } = event.fact()?;
    let origin = Origin::of_event(&event, "plan-scan", ports.clock.now());

    let Some(scan) = ports.dispatch.scans.scan(&origin.tenant, &scan_id).await? else { return Ok(()) };
    let outcome = match scan.state {
        ScanState::Requested => walk(ports, &origin, scan).await,
        ScanState::Collecting => Ok(()),
        ScanState::Assembling | ScanState::Completed | ScanState::CompletedWithGaps | ScanState::Failed => {
            return Ok(());
        }
    };

    match outcome {
        // Another delivery of the same event is faster, and hands out what it finds.
        Err(Error::PreconditionFailed { .. }) => Ok(()),
        Err(error) => Err(error),
        Ok(()) => {
            ports.dispatch.hand_out_accounts(&origin, &scan_id).await?;
            // A scan without accounts has nobody else to notice that it is planned.
            finish_if_planned(ports.dispatch.scans, ports.dispatch.plans, &origin.tenant, &scan_id, &origin).await
        }
    }
}

/// Adds the accounts to the scan, page by page; each page is added together with where it ends.
async fn walk(ports: Ports<'_>, origin: &Origin, mut scan: Scan) -> Result<()> {
    loop {
        let after = scan.walk.as_ref().map(|walk| Position(walk.after.clone()));
        let (accounts, next) = page(ports, origin, &scan, after).await?;
        let found = scan.walk.as_ref().map_or(0, |walk| walk.accounts) + accounts.len() as u64;
        scan.version = scan.version.next();
        let Some(next) = next else {
            scan.walk = None;
            scan.state = ScanState::Collecting;
            scan.accounts_total = Some(found);
            return ports.dispatch.plans.add_accounts(&origin.tenant, &scan, &accounts).await;
        };
        scan.walk = Some(Walk { accounts: found, after: next.0 });
        ports.dispatch.plans.add_accounts(&origin.tenant, &scan, &accounts).await?;
    }
}

/// Returns the next accounts that the scan looks at, and where to go on, if anywhere.
async fn page(
    ports: Ports<'_>,
    origin: &Origin,
    scan: &Scan,
    after: Option<Position>,
) -> Result<(Vec<AccountId>, Option<Position>)> {
    let size = PageSize::of(i64::try_from(ACCOUNTS_AT_ONCE).map_err(Error::internal)?)?;
    let mut page = PageRequest { size, after };
    loop {
        let found = ports.accounts.accounts(&origin.tenant, &AccountFilter::default(), &page).await?;
        let wanted = found.items.into_iter().filter(|account| looks_at(&scan.request, account));
        let wanted: Vec<AccountId> = wanted.map(|account| account.id).collect();
        if !wanted.is_empty() || found.next.is_none() {
            return Ok((wanted, found.next));
        }
        page.after = found.next;
    }
}
