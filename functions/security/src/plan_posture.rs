//! Queue task on `world.assembled`, `security_scan.requested`, and the end of an account's
//! connection: have each account that this concerns evaluated.

use crate::evaluating::{AccountTask, QUEUE};
use pantheon_core::{
    Error, Result,
    account::{
        AccountFilter, Accounts,
        facts::{AccountDisconnected, AccountLeft},
    },
    aws::AccountId,
    clock::Clock,
    event::{Event, Fact, Origin},
    page::{PageRequest, PageSize},
    queue::Tasks,
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

/// Sends one task for each account; a repeated delivery has them evaluated twice, to the same end.
pub async fn handle(ports: Ports<'_>, event: Event) -> Result<()> {
    let origin = Origin::of_event(&event, "plan-posture", ports.clock.now());
    let ended = match event.kind.as_str() {
        AccountDisconnected::KIND => Some(event.fact::<AccountDisconnected>()?.account_id),
        AccountLeft::KIND => Some(event.fact::<AccountLeft>()?.account_id),
        _ => None,
    };
    match ended {
        Some(account_id) => send(ports.tasks, &origin, [account_id]).await,
        None => send_all(ports, &origin).await,
    }
}

pub(crate) async fn send_all(ports: Ports<'_>, origin: &Origin) -> Result<()> {
    let mut page = PageRequest::first(PageSize::LARGEST);
    loop {
        let found = ports.accounts.accounts(&origin.tenant, &AccountFilter::default(), &page).await?;
        let here = found.items.into_iter().filter(|account| !account.state.has_ended());
        send(ports.tasks, origin, here.map(|account| account.id)).await?;
        let Some(next) = found.next else { return Ok(()) };
        page.after = Some(next);
    }
}

async fn send(tasks: &dyn Tasks, origin: &Origin, accounts: impl IntoIterator<Item = AccountId>) -> Result<()> {
    let body = |account_id| {
        let task =
            AccountTask { tenant_id: origin.tenant.clone(), account_id, correlation_id: origin.correlation.clone() };
        serde_json::to_string(&task).map_err(Error::internal)
    };
    tasks.send(QUEUE, accounts.into_iter().map(body).collect::<Result<_>>()?).await
}

#[cfg(test)]
mod tests;
