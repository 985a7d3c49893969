//! The way into a watched account.

use async_trait::async_trait;
use aws_config::SdkConfig;
use pantheon_aws::{Sessions, cut};
use pantheon_core::{
    Result,
    account::{AccountState, ConnectedAccounts},
    budget::{CallMeter, Calls},
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

impl CallMeter for MemberRoles<'_> {
    fn take_calls(&self, scope: &Scope) -> Calls {
        self.sessions.take_calls(&scope.account_id, &scope.region)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, refused, scope};
    use pantheon_testing::{
        accounts::{MemoryAccounts, organization},
        stranger, tenant,
    };

    const ACCOUNT: &str = "111111111111";

    /// From the API reference of `AssumeRole`.
    const SESSION: &str = r#"<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
            <SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
        </AssumeRoleResult></AssumeRoleResponse>"#;

    async fn open(wire: &Wire, tenant: &TenantId) -> Result<SdkConfig, Gap> {
        let accounts = MemoryAccounts::with(&pantheon_testing::tenant(), [organization(ACCOUNT)]);
        let door = MemberRoles::new(&accounts, Sessions::new(&wire.session(), "collect-ec2"));
        door.open(tenant, &scope("ec2")).await
    }

    #[tokio::test]
    async fn opens_with_the_role_and_the_external_id_of_the_connection() {
        let wire = Wire::default().on(&["Action=AssumeRole", "role%2FPantheonMember", "ExternalId="], 200, SESSION);

        let session = open(&wire, &tenant()).await.unwrap();

        assert_eq!(session.region().map(AsRef::as_ref), Some("eu-west-1"));
    }

    #[tokio::test]
    async fn tells_that_the_role_refused() {
        let gap = open(&Wire::default().on(&["Action=AssumeRole"], 403, refused("AccessDenied")), &tenant()).await;

        let gap = gap.unwrap_err();
        assert_eq!((gap.operation.as_str(), gap.reason), ("sts:AssumeRole", GapReason::Denied));
    }

    #[tokio::test]
    async fn stays_shut_for_a_tenant_that_has_not_connected_the_account() {
        let wire = Wire::default().on(&["Action=AssumeRole"], 200, SESSION);

        let gap = open(&wire, &stranger()).await.unwrap_err();

        assert_eq!((gap.reason, wire.requests().len()), (GapReason::Skipped, 0));
    }
}
