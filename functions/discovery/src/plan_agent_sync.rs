//! Queue task on `world.assembled`, `tag_policy.changed`, and the end of an account's connection:
//! have each account that this concerns looked at.

use crate::surveying::{AccountTask, QUEUE};
use pantheon_core::{
    Error, Result,
    account::{
        AccountFilter, Accounts,
        facts::{AccountDisconnected, AccountLeft},
    },
    aws::AccountId,
    clock::Clock,
    event::{Event, Fact, Origin},
    id::ScanId,
    page::{PageRequest, PageSize},
    queue::Tasks,
    scan::WorldAssembled,
};

/// What planning needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The accounts of the tenant.
    pub accounts: &'a dyn Accounts,
    /// The queues.
    pub tasks: &'a dyn Tasks,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Sends one task for each account; a repeated delivery sends tasks that will find nothing to do.
pub async fn handle(ports: Ports<'_>, event: Event) -> Result<()> {
    let origin = Origin::of_event(&event, "plan-agent-sync", ports.clock.now());
    match event.kind.as_str() {
        AccountDisconnected::KIND => {
            let AccountDisconnected { account_id, .. } = event.fact()?;
            send(ports, &origin, None, [account_id]).await
        }
        AccountLeft::KIND => {
            let AccountLeft { account_id, .. } = event.fact()?;
            send(ports, &origin, None, [account_id]).await
        }
        WorldAssembled::KIND => {
            let WorldAssembled { scan_id, .. } = event.fact()?;
            send_all(ports, &origin, Some(scan_id)).await
        }
        _ => send_all(ports, &origin, None).await,
    }
}

async fn send_all(ports: Ports<'_>, origin: &Origin, scan_id: Option<ScanId>) -> Result<()> {
    let mut page = PageRequest::first(PageSize::LARGEST);
    loop {
        let found = ports.accounts.accounts(&origin.tenant, &AccountFilter::default(), &page).await?;
        send(ports, origin, scan_id.as_ref(), found.items.into_iter().map(|account| account.id)).await?;
        let Some(next) = found.next else { return Ok(()) };
        page.after = Some(next);
    }
}

async fn send(
    ports: Ports<'_>,
    origin: &Origin,
    scan_id: Option<&ScanId>,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<()> {
    let body = |account_id| {
        let task = AccountTask {
            tenant_id: origin.tenant.clone(),
            account_id,
            scan_id: scan_id.cloned(),
            correlation_id: origin.correlation.clone(),
        };
        serde_json::to_string(&task).map_err(Error::internal)
    };
    ports.tasks.send(QUEUE, accounts.into_iter().map(body).collect::<Result<_>>()?).await
}

#[cfg(test)]
mod tests;
