//! Queue task on events of watched accounts: ask the collectors to look at what has changed.
//!
//! The events of a batch are summed up first: a hundred of them about one resource ask for one look,
//! and a look that is due already will see what this event is about.

use crate::sending::{Sent, send};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use pantheon_core::{
    Result,
    account::{Account, ConnectedAccounts},
    aws::{AccountId, Region},
    clock::Clock,
    estate_event::{self, EstateEvent},
    freshness::{
        CollectTask,
        pace::{Asked, DueLooks, Wanted, sum_up, tasks},
    },
    id::TenantId,
    queue::DelayedTasks,
};
use pantheon_lambda::queue::Task;
use std::collections::BTreeMap;

/// How many looks are noted at once.
const NOTED_AT_ONCE: usize = 16;

/// What routing needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// Who has connected which account.
    pub accounts: &'a dyn ConnectedAccounts,
    /// Which looks are due.
    pub due: &'a dyn DueLooks,
    /// The queues of the collectors.
    pub tasks: &'a dyn DelayedTasks,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Asks for the looks that a batch of events makes necessary.
pub async fn handle(ports: Ports<'_>, events: Vec<Task<EstateEvent>>) -> Result<()> {
    let wanted = wanted(ports, &events).await?;
    let asked = sum_up(wanted);
    let (events, wanted) = (events.len(), asked.len());
    let due = note(ports, asked).await?;

    let sendings = tasks(&due).into_iter().map(|sending| Sent {
        queue: sending.queue,
        delay: sending.delay,
        task: CollectTask::Refresh(sending.task),
    });
    let sendings: Vec<Sent> = sendings.collect();
    tracing::info!(events, looks_wanted = wanted, looks_due = due.len(), tasks = sendings.len(), "events are routed");
    send(ports.tasks, sendings).await
}

/// Says which looks the events ask for, in whose inventory.
///
/// An account that nobody has connected, or whose region nobody wants to see, is nobody's business.
async fn wanted(ports: Ports<'_>, events: &[Task<EstateEvent>]) -> Result<Vec<Wanted>> {
    let mut owners: BTreeMap<AccountId, Option<(TenantId, Account)>> = BTreeMap::new();
    let mut wanted = Vec::new();
    for task in events {
        let looks = estate_event::looks(&task.body);
        if looks.is_empty() {
            continue;
        }
        let id = &task.body.account_id;
        if !owners.contains_key(id) {
            owners.insert(id.clone(), owner(ports.accounts, id).await?);
        }
        let Some((tenant, account)) = owners.get(id).and_then(Option::as_ref) else { continue };
        wanted.extend(looks.into_iter().filter(|look| is_watched(account, &look.scope.region)).map(|look| Wanted {
            tenant: tenant.clone(),
            look,
            cause: task.body.cause(),
            message_id: task.message_id.clone(),
        }));
    }
    Ok(wanted)
}

async fn owner(accounts: &dyn ConnectedAccounts, id: &AccountId) -> Result<Option<(TenantId, Account)>> {
    let Some(tenant) = accounts.holder(id).await? else {
        tracing::warn!(account.id = %id, "nobody has connected the account of an event");
        return Ok(None);
    };
    Ok(accounts.connected_account(&tenant, id).await?.map(|account| (tenant, account)))
}

fn is_watched(account: &Account, region: &Region) -> bool {
    region.is_global() || account.regions.as_ref().is_none_or(|regions| regions.contains(region))
}

/// Keeps the looks that are not due anyway.
async fn note(ports: Ports<'_>, asked: Asked) -> Result<Asked> {
    let now = ports.clock.now();
    let noted = stream::iter(asked).map(|((tenant, key), (cause, message_id))| async move {
        let is_ours = ports.due.note(&tenant, &key, &message_id, now, now + key.delay()).await?;
        Ok::<_, pantheon_core::Error>(is_ours.then_some(((tenant, key), (cause, message_id))))
    });
    let noted: Vec<_> = noted.buffer_unordered(NOTED_AT_ONCE).try_collect().await?;
    Ok(noted.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests;
