//! How an account is judged, and how what was judged is kept.

use crate::random;
use pantheon_core::{
    Error, Result,
    account::{Account, AccountKind, Accounts, Organizations, Trust, Verdict, trust},
    aws::AccountId,
    clock::Clock,
    command::{Commit, Version},
    id::TenantId,
};

/// What judging accounts needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The accounts.
    pub accounts: &'a dyn Accounts,
    /// Their roles.
    pub trust: &'a dyn Trust,
    /// Their organizations.
    pub organizations: &'a dyn Organizations,
    /// The time.
    pub clock: &'a dyn Clock,
}

impl Ports<'_> {
    /// Tries the role of an account and, for an organization, whether it manages one.
    ///
    /// Fails with `unavailable` if AWS gave no clear answer.
    pub async fn judge(self, tenant: &TenantId, account: &Account) -> Result<Verdict> {
        let wrong = random::external_id()?;
        let verdict = trust::try_role(self.trust, tenant, account, &wrong).await?;
        if verdict != Verdict::Trusted || account.kind != AccountKind::Organization {
            return Ok(verdict);
        }
        trust::judge_management(account, self.organizations.organization(tenant, account).await)
    }
}

/// Adds an account of the first version, or replaces the version before.
pub async fn keep(accounts: &dyn Accounts, tenant: &TenantId, account: &Account, commit: Commit) -> Result<()> {
    if account.version == Version::FIRST {
        accounts.insert_account(tenant, account, commit).await
    } else {
        accounts.update_account(tenant, account, commit).await
    }
}

/// Puts a lost race into the words of a caller who sent no `If-Match`: nothing that they did wrong.
pub(crate) fn overtaken(error: Error, id: &AccountId) -> Error {
    match error {
        Error::PreconditionFailed { .. } => {
            Error::conflict(format!("account {id} was changed by somebody else at the same time; try again"))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blames_nobody_for_a_lost_race() {
        let id = "111111111111".parse().unwrap();

        assert!(matches!(overtaken(Error::PreconditionFailed { kind: "account" }, &id), Error::Conflict { .. }));
        assert!(matches!(overtaken(Error::not_found("account", &id), &id), Error::NotFound { .. }));
    }
}
