//! Reads organizations through the role in their management account.

use crate::{Sessions, gap_of};
use async_trait::async_trait;
use aws_sdk_organizations::{Client, types};
use pantheon_core::{
    account::{
        Account, Organizations,
        sync::{ListedAccount, Organization},
    },
    aws::Region,
    collect::{Gap, GapReason},
    id::TenantId,
};

impl Sessions {
    async fn organizations_client(&self, tenant: &TenantId, account: &Account) -> Result<Client, Gap> {
        Ok(Client::new(&self.sdk_config_for(tenant, account, &Region::global()).await?))
    }
}

#[async_trait]
impl Organizations for Sessions {
    async fn organization(&self, tenant: &TenantId, account: &Account) -> Result<Organization, Gap> {
        const OPERATION: &str = "organizations:DescribeOrganization";
        let client = self.organizations_client(tenant, account).await?;
        let answer = client.describe_organization().send().await.map_err(|error| gap_of(OPERATION, &error))?;
        let described = answer.organization().and_then(organization);
        described.ok_or_else(|| not_understood(OPERATION, "the answer names no organization"))
    }

    async fn listed_accounts(&self, tenant: &TenantId, account: &Account) -> Result<Vec<ListedAccount>, Gap> {
        const OPERATION: &str = "organizations:ListAccounts";
        let client = self.organizations_client(tenant, account).await?;
        let mut pages = client.list_accounts().into_paginator().send();
        let mut listed = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| gap_of(OPERATION, &error))?;
            for member in page.accounts() {
                let member = listed_account(member);
                // An account that cannot be read must not be taken for one that has left.
                listed.push(member.ok_or_else(|| not_understood(OPERATION, "an account has no digits"))?);
            }
        }
        Ok(listed)
    }
}

fn organization(described: &types::Organization) -> Option<Organization> {
    Some(Organization {
        id: described.id()?.to_owned(),
        management_account_id: described.master_account_id()?.parse().ok()?,
    })
}

fn listed_account(member: &types::Account) -> Option<ListedAccount> {
    Some(ListedAccount {
        id: member.id()?.parse().ok()?,
        name: member.name().unwrap_or_default().to_owned(),
        active: is_active(member),
    })
}

/// Reads `State`, and where it is absent the older `Status`.
fn is_active(member: &types::Account) -> bool {
    let status = member.status().map(types::AccountStatus::as_str);
    member.state().map(types::AccountState::as_str).or(status) == Some("ACTIVE")
}

fn not_understood(operation: &str, detail: &str) -> Gap {
    Gap { operation: operation.to_owned(), reason: GapReason::Failed, detail: detail.to_owned() }
}
