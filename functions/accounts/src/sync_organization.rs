//! Queue task on `account.connected`, `account.disconnected` and `organization.sync_requested` of
//! organizations: let their members follow them.

use crate::verifying::{Ports, keep};
use futures::{StreamExt, stream};
use pantheon_core::{
    Error, Result,
    account::{
        Account, AccountFilter, AccountKind, AccountState, Accounts, RefusalReason,
        facts::{
            AccountConnected, AccountDisconnected, OrganizationSyncFailed, OrganizationSyncRequested,
            OrganizationSynced,
        },
        sync::{self, Members, Plan, Synchronization},
        trust,
    },
    aws::AccountId,
    command::Commit,
    event::{Event, Fact, Origin},
    id::{ConnectionId, TenantId},
    page::{PageRequest, PageSize},
};
use serde::Deserialize;

/// How many members are tried at the same time.
const AT_ONCE: usize = 8;

/// What the events that lead here have in common.
#[derive(Deserialize)]
struct Concerned {
    account_id: AccountId,
    connection_id: ConnectionId,
}

/// Lets go the members of a connection that has ended, and synchronizes those of one that lives.
///
/// Whatever the event says, the present state decides, so that late and repeated events do no harm.
pub async fn handle(ports: Ports<'_>, event: Event) -> Result<()> {
    const OF_INTEREST: [&str; 3] = [AccountConnected::KIND, AccountDisconnected::KIND, OrganizationSyncRequested::KIND];
    if !OF_INTEREST.contains(&event.kind.as_str()) {
        return Ok(());
    }
    let concerned: Concerned = serde::Deserialize::deserialize(&event.data).map_err(Error::internal)?;
    let origin = Origin::of_event(&event, "sync-organization", ports.clock.now());

    let found = ports.accounts.account(&event.tenant_id, &concerned.account_id).await?;
    let Some(organization) = found.filter(|account| account.kind == AccountKind::Organization) else { return Ok(()) };
    if organization.connection != concerned.connection_id || organization.state.has_ended() {
        let_go(ports.accounts, &origin, &concerned.connection_id).await?;
    }
    let done = organization.synchronization.as_ref().and_then(|last| last.listed_at) >= Some(event.occurred_at);
    if organization.state != AccountState::Connected || done {
        return Ok(());
    }
    synchronize(ports, &origin, &organization).await
}

async fn let_go(accounts: &dyn Accounts, origin: &Origin, connection: &ConnectionId) -> Result<()> {
    let filter = AccountFilter {
        kind: Some(AccountKind::Member),
        connection: Some(connection.clone()),
        ..AccountFilter::default()
    };
    for member in all(accounts, &origin.tenant, &filter).await? {
        if !member.state.has_ended() {
            replace(accounts, origin, Some(&member), &member.disconnected(origin.at)).await?;
        }
    }
    Ok(())
}

async fn synchronize(ports: Ports<'_>, origin: &Origin, organization: &Account) -> Result<()> {
    let listed = match ports.organizations.listed_accounts(&origin.tenant, organization).await {
        Ok(listed) => listed,
        Err(gap) if trust::may_pass(gap.reason) => return Err(Error::unavailable("AWS Organizations", gap.detail)),
        Err(gap) => return fail(ports.accounts, origin, organization, unreadable(organization, &gap.detail)).await,
    };
    let known = all(ports.accounts, &origin.tenant, &AccountFilter::default()).await?;
    let Some(plan) = sync::plan(organization, &listed, &known, origin.at) else {
        let problem = "the organization does not list its own management account; nothing was changed".to_owned();
        return fail(ports.accounts, origin, organization, problem).await;
    };

    let members = carry_out(ports, origin, plan, &known).await?;
    tracing::info!(account.id = %organization.id, ?members, "the members of an organization were synchronized");
    let last = organization.synchronization.clone().unwrap_or_default();
    let outcome = Synchronization { listed_at: Some(origin.at), members: Some(members), problem: None, ..last };
    let done = organization.synchronized(outcome, origin.at);
    let fact = OrganizationSynced { account_id: done.id.clone(), connection_id: done.connection.clone(), members };
    let commit = Commit::unasked().telling(origin, &fact, done.version);
    // If the organization was let go meanwhile this fails, and the next delivery lets the members go.
    ports.accounts.update_account(&origin.tenant, &done, commit).await
}

fn unreadable(organization: &Account, said: &str) -> String {
    let (role, id) = (&organization.role_name, &organization.id);
    format!(
        "the role {role} in account {id} cannot list the organization's accounts: update it from \
         infra/member-role.yaml, then synchronize again. AWS says: {said}"
    )
}

async fn fail(accounts: &dyn Accounts, origin: &Origin, organization: &Account, problem: String) -> Result<()> {
    let last = organization.synchronization.clone().unwrap_or_default();
    let outcome = Synchronization { listed_at: Some(origin.at), problem: Some(problem.clone()), ..last };
    let failed = organization.synchronized(outcome, origin.at);
    let fact =
        OrganizationSyncFailed { account_id: failed.id.clone(), connection_id: failed.connection.clone(), problem };
    let commit = Commit::unasked().telling(origin, &fact, failed.version);
    accounts.update_account(&origin.tenant, &failed, commit).await
}

/// Changes member after member, as many as can be; fails afterwards if one could not be changed,
/// so that the next delivery takes up the rest.
async fn carry_out(ports: Ports<'_>, origin: &Origin, plan: Plan, known: &[Account]) -> Result<Members> {
    let mut members = Members { untouched: plan.untouched, ..Members::default() };
    let mut failed = None;
    let mut changes = stream::iter(plan.verify)
        .map(async |candidate| try_member(ports, origin, known, candidate).await)
        .buffer_unordered(AT_ONCE);
    while let Some(change) = changes.next().await {
        match change {
            Ok(AccountState::Connected) => members.connected += 1,
            Ok(_) => members.refused += 1,
            Err(error) => failed = Some(error),
        }
    }
    for member in &plan.leave {
        match replace(ports.accounts, origin, Some(member), &member.left(origin.at)).await {
            Ok(()) => members.left += 1,
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(members), Err)
}

async fn try_member(ports: Ports<'_>, origin: &Origin, known: &[Account], candidate: Account) -> Result<AccountState> {
    let verdict = if ports.accounts.is_held_elsewhere(&origin.tenant, &candidate.id).await? {
        trust::refuse(&candidate, RefusalReason::HeldElsewhere, "")
    } else {
        ports.judge(&origin.tenant, &candidate).await?
    };
    let judged = candidate.judged(verdict, origin.at);
    let before = known.iter().find(|account| account.id == candidate.id);
    replace(ports.accounts, origin, before, &judged).await?;
    Ok(judged.state)
}

async fn replace(accounts: &dyn Accounts, origin: &Origin, before: Option<&Account>, after: &Account) -> Result<()> {
    let commit = after.tell_change(before, Commit::unasked(), origin);
    keep(accounts, &origin.tenant, after, commit).await
}

async fn all(accounts: &dyn Accounts, tenant: &TenantId, filter: &AccountFilter) -> Result<Vec<Account>> {
    let mut found = Vec::new();
    let mut page = PageRequest::first(PageSize::LARGEST);
    loop {
        let next = accounts.accounts(tenant, filter, &page).await?;
        found.extend(next.items);
        let Some(position) = next.next else { return Ok(found) };
        page.after = Some(position);
    }
}

#[cfg(test)]
mod tests;
