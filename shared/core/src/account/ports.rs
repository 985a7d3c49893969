//! The ports over connected accounts: our memory of them, and AWS itself.

use super::{
    Account, AccountFilter, Attempt, ExternalId,
    sync::{ListedAccount, Organization},
};
use crate::{
    Result,
    aws::{AccountId, Region},
    collect::Gap,
    command::Commit,
    id::TenantId,
    page::{Page, PageRequest},
};
use async_trait::async_trait;

/// The accounts of a tenant.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Returns an account in whatever state, or `None` if the tenant never asked for it.
    async fn account(&self, tenant: &TenantId, id: &AccountId) -> Result<Option<Account>>;
    /// Lists the accounts that match, in the order of their digits.
    async fn accounts(&self, tenant: &TenantId, filter: &AccountFilter, page: &PageRequest) -> Result<Page<Account>>;
    /// Adds an account; `conflict` if the tenant has it, if its external ID was ever used by another
    /// connection, or if it is connected while another tenant holds it.
    async fn insert_account(&self, tenant: &TenantId, account: &Account, commit: Commit) -> Result<()>;
    /// Replaces an account whose version is one less than the given one, else `precondition_failed`;
    /// `conflict` as for [`Accounts::insert_account`].
    async fn update_account(&self, tenant: &TenantId, account: &Account, commit: Commit) -> Result<()>;
    /// Tells whether another tenant holds the account connected.
    async fn is_held_elsewhere(&self, tenant: &TenantId, id: &AccountId) -> Result<bool>;
    /// Lists, of all tenants, the connected organizations.
    async fn organizations(&self) -> Result<Vec<(TenantId, AccountId)>>;
}

/// The connected accounts, for those who only look at them.
#[async_trait]
pub trait ConnectedAccounts: Send + Sync {
    /// Returns an account, or `None` if the tenant has not connected it.
    async fn connected_account(&self, tenant: &TenantId, id: &AccountId) -> Result<Option<Account>>;
    /// Lists all connected accounts of a tenant, in the order of their digits.
    async fn connected_accounts(&self, tenant: &TenantId) -> Result<Vec<Account>>;
    /// Lists the tenants that have a connected account, each once, sorted.
    async fn connected_tenants(&self) -> Result<Vec<TenantId>>;
    /// Returns the one tenant that holds an account connected, or `None`.
    async fn holder(&self, id: &AccountId) -> Result<Option<TenantId>>;
}

/// Tries roles.
#[async_trait]
pub trait Trust: Send + Sync {
    /// Tries to assume the account's role with the given external ID, or without any; `unavailable`
    /// if AWS gives no clear answer.
    async fn attempt(&self, tenant: &TenantId, account: &Account, external_id: Option<&ExternalId>) -> Result<Attempt>;
}

/// Reads organizations through the role in their management account.
#[async_trait]
pub trait Organizations: Send + Sync {
    /// Describes the organization that the account belongs to.
    async fn organization(&self, tenant: &TenantId, account: &Account) -> Result<Organization, Gap>;
    /// Lists every account of the organization, in whatever status.
    async fn listed_accounts(&self, tenant: &TenantId, account: &Account) -> Result<Vec<ListedAccount>, Gap>;
}

/// Reads which regions an account has.
#[async_trait]
pub trait Regions: Send + Sync {
    /// Lists the regions that are enabled in the account, sorted.
    async fn enabled_regions(&self, tenant: &TenantId, account: &Account) -> Result<Vec<Region>, Gap>;
}
