//! The way into a watched account.

use async_trait::async_trait;
use aws_config::SdkConfig;
use pantheon_aws::{Sessions, cut};
use pantheon_core::{
    Result,
    account::{AccountState, ConnectedAccounts},
    collect::{Gap, GapReason, Scope},
    id::TenantId,
};

/// Opens sessions in watched accounts.
#[async_trait]
pub trait Door: Send + Sync {
    /// Returns what SDK clients need to look at the place, or why nobody gets in.
    async fn open(&self, tenant: &TenantId, scope: &Scope) -> Result<SdkConfig, Gap>;
}

/// The way in through the member role that the tenant has connected.
pub struct MemberRoles<'a> {
    accounts: &'a dyn ConnectedAccounts,
    sessions: Sessions,
}

impl<'a> MemberRoles<'a> {
    /// Prepares to look connections up and to assume their roles.
    pub fn new(accounts: &'a dyn ConnectedAccounts, sessions: Sessions) -> Self {
        Self { accounts, sessions }
    }
}

#[async_trait]
impl Door for MemberRoles<'_> {
    async fn open(&self, tenant: &TenantId, scope: &Scope) -> Result<SdkConfig, Gap> {
        let account = self.accounts.connected_account(tenant, &scope.account_id).await;
        let account = account.map_err(|error| no_connection(GapReason::Failed, &error.to_string()))?;
        let connected = account.filter(|account| account.state == AccountState::Connected);
        let Some(account) = connected else {
            return Err(no_connection(GapReason::Skipped, "the account is not connected any more"));
        };
        self.sessions.sdk_config_for(tenant, &account, &scope.region).await
    }
}

fn no_connection(reason: GapReason, detail: &str) -> Gap {
    Gap { operation: "sts:AssumeRole".to_owned(), reason, detail: cut(detail) }
}
