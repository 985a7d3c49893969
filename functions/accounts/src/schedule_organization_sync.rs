//! Nightly schedule: have every connected organization synchronized.

use chrono::{DateTime, Utc};
use pantheon_core::{Error, Result, account::Accounts, aws::AccountId, command::Commit, event::Origin, id::TenantId};
use pantheon_lambda::schedule::for_each;

/// Asks for one synchronization per organization of every tenant.
///
/// One organization's failure does not keep the others from theirs; the next night is the retry.
pub async fn handle(accounts: &dyn Accounts, now: DateTime<Utc>) -> Result<()> {
    let organizations = accounts.organizations().await?;
    for_each(organizations, "ask for a synchronization", |(tenant, id)| ask(accounts, tenant, id, now)).await
}

async fn ask(accounts: &dyn Accounts, tenant: TenantId, id: AccountId, now: DateTime<Utc>) -> Result<()> {
    let found = accounts.account(&tenant, &id).await?;
    // The list of organizations lags behind a little: this one may have ended since.
    let Some(asked) = found.and_then(|account| account.synchronization_requested(now).ok()) else { return Ok(()) };

    let origin = Origin::of_system(tenant, "schedule-organization-sync", now);
    let commit = asked.tell_synchronization_requested(Commit::unasked(), &origin);
    match accounts.update_account(&origin.tenant, &asked, commit).await {
        // Somebody changed the organization this very moment; its members can wait a night.
        Err(Error::PreconditionFailed { .. }) => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_testing::{
        accounts::{MemoryAccounts, account, member, organization},
        now, stranger, tenant,
    };

    #[tokio::test]
    async fn asks_once_per_connected_organization_of_every_tenant() {
        let ours = organization("111111111111");
        let ended = organization("333333333333").disconnected(now());
        let accounts =
            MemoryAccounts::with(&tenant(), [member("222222222222", &ours), ours, ended, account("444444444444")])
                .and(&stranger(), [organization("999999999999")]);

        handle(&accounts, now()).await.unwrap();

        let asked: Vec<_> =
            accounts.events().into_iter().map(|event| (event.tenant_id, event.kind, event.subject)).collect();
        let expected = |tenant, subject: &str| (tenant, "organization.sync_requested".to_owned(), subject.to_owned());
        assert_eq!(asked, [expected(tenant(), "accounts/111111111111"), expected(stranger(), "accounts/999999999999")]);
    }
}
