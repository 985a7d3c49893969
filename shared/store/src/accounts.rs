//! Connected accounts, which of a deployment's tenants holds them, and which secrets are taken.
//!
//! An account is an item of its tenant. While it is connected, an entry outside all tenants says
//! who holds it, written in the same transaction; every external ID leaves such an entry for good.

#[cfg(test)]
mod tests;

use crate::{Consistency, Directory, Expression, Item, Key, Partition, Query, Row, Store, Transaction};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    account::{
        Account, AccountFilter, AccountKind, AccountName, AccountState, Accounts, ConnectedAccounts, ExternalId,
        Refusal, sync::Synchronization,
    },
    aws::{AccountId, Region, RoleName},
    command::{Commit, Version},
    id::{ConnectionId, TenantId},
    page::{Page, PageRequest, PageSize},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

#[derive(Debug, Serialize, Deserialize)]
struct AccountRow {
    account_id: AccountId,
    version: Version,
    connection_id: ConnectionId,
    kind: AccountKind,
    name: AccountName,
    role_name: RoleName,
    external_id: String,
    regions: Option<Vec<Region>>,
    state: AccountState,
    refusal: Option<Refusal>,
    synchronization: Option<Synchronization>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    verified_at: Option<DateTime<Utc>>,
    connected_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

impl Row for AccountRow {
    const ENTITY: &'static str = "account";
}

impl From<&Account> for AccountRow {
    fn from(account: &Account) -> Self {
        let Account {
            id,
            version,
            connection,
            kind,
            name,
            role_name,
            external_id,
            regions,
            state,
            refusal,
            synchronization,
            created_at,
            updated_at,
            verified_at,
            connected_at,
            ended_at,
        } = account.clone();
        Self {
            account_id: id,
            version,
            connection_id: connection,
            kind,
            name,
            role_name,
            external_id: external_id.as_str().to_owned(),
            regions,
            state,
            refusal,
            synchronization,
            created_at,
            updated_at,
            verified_at,
            connected_at,
            ended_at,
        }
    }
}

impl TryFrom<AccountRow> for Account {
    type Error = Error;

    fn try_from(row: AccountRow) -> Result<Self> {
        let AccountRow {
            account_id,
            version,
            connection_id,
            kind,
            name,
            role_name,
            external_id,
            regions,
            state,
            refusal,
            synchronization,
            created_at,
            updated_at,
            verified_at,
            connected_at,
            ended_at,
        } = row;
        let external_id: ExternalId = external_id.parse().map_err(Error::internal)?;
        Ok(Self {
            id: account_id,
            version,
            connection: connection_id,
            kind,
            name,
            role_name,
            external_id,
            regions,
            state,
            refusal,
            synchronization,
            created_at,
            updated_at,
            verified_at,
            connected_at,
            ended_at,
        })
    }
}

/// Says that an external ID was given to a connection, once and for all.
#[derive(Debug, Serialize, Deserialize)]
struct ExternalIdRow {
    tenant_id: TenantId,
    connection_id: ConnectionId,
}

impl Row for ExternalIdRow {
    const ENTITY: &'static str = "external_id";
}

/// Says which tenant holds an account connected.
#[derive(Debug, Serialize, Deserialize)]
struct HolderRow {
    tenant_id: TenantId,
    account_id: AccountId,
}

impl Row for HolderRow {
    const ENTITY: &'static str = "account_holder";
}

fn accounts_of(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["ACCOUNTS"])
}

fn account_item(tenant: &TenantId, account: &Account) -> Result<Item> {
    Item::of(accounts_of(tenant).key(&[account.id.as_str()]), &AccountRow::from(account))
}

fn holder_key(id: &AccountId) -> Key {
    Directory::ConnectedAccounts.key(&[id.as_str()])
}

fn holder_item(tenant: &TenantId, account: &Account) -> Result<Item> {
    let row = HolderRow { tenant_id: tenant.clone(), account_id: account.id.clone() };
    let listed = [account.kind.as_str(), tenant.as_str(), account.id.as_str()];
    Ok(Item::of(holder_key(&account.id), &row)?.indexed(&Directory::ConnectedAccounts.partition().key(&listed)))
}

fn is_of(tenant: &TenantId) -> Expression {
    Expression::new("#tenant = :tenant").name("#tenant", "tenant_id").text(":tenant", tenant.as_str())
}

fn absent_or_of(tenant: &TenantId) -> Expression {
    let own = is_of(tenant);
    Expression { text: format!("attribute_not_exists(pk) OR {}", own.text), ..own }
}

/// Adds the secret's entry when a connection begins; the members of an organization share its.
fn claiming_external_id(change: Transaction, tenant: &TenantId, account: &Account) -> Result<Transaction> {
    if account.state != AccountState::Pending || account.kind == AccountKind::Member {
        return Ok(change);
    }
    // The entry outlives the connection: what it must not hold is the secret itself.
    let digest = hex::encode(Sha256::digest(account.external_id.as_str()));
    let row = ExternalIdRow { tenant_id: tenant.clone(), connection_id: account.connection.clone() };
    Ok(change.put_new(Item::of(Directory::ExternalIds.key(&[&digest]), &row)?))
}

fn holding(change: Transaction, tenant: &TenantId, account: &Account) -> Result<Transaction> {
    let refusal = Error::conflict(format!(
        "account {} is connected elsewhere in this deployment; it must be disconnected there first",
        account.id
    ));
    Ok(change.put_if(holder_item(tenant, account)?, absent_or_of(tenant), refusal))
}

impl Store {
    /// Gives up the hold on an account that is connected no more.
    ///
    /// Only the account's own changes make or remove the hold, and the version of the account
    /// stands guard over those: what is read here is still true when the transaction commits.
    async fn letting_go(&self, change: Transaction, tenant: &TenantId, account: &Account) -> Result<Transaction> {
        if self.holder(&account.id).await?.as_ref() != Some(tenant) {
            return Ok(change);
        }
        Ok(change.delete_if(holder_key(&account.id), is_of(tenant), Error::PreconditionFailed { kind: "account" }))
    }

    async fn held(&self, kind: AccountKind) -> Result<Vec<HolderRow>> {
        self.query_all(&Query::index(&Directory::ConnectedAccounts.partition()).beginning(&[kind.as_str()])).await
    }
}

#[async_trait]
impl Accounts for Store {
    async fn account(&self, tenant: &TenantId, id: &AccountId) -> Result<Option<Account>> {
        let row: Option<AccountRow> = self.get(&accounts_of(tenant).key(&[id.as_str()]), Consistency::Strong).await?;
        row.map(Account::try_from).transpose()
    }

    async fn accounts(&self, tenant: &TenantId, filter: &AccountFilter, page: &PageRequest) -> Result<Page<Account>> {
        let mut query = Query::of(&accounts_of(tenant)).consistent();
        if let Some(only) = only(filter) {
            query = query.only(only);
        }
        let found: Page<AccountRow> = self.query(&query, page).await?;
        let items = found.items.into_iter().map(Account::try_from).collect::<Result<_>>()?;
        Ok(Page { items, next: found.next })
    }

    async fn insert_account(&self, tenant: &TenantId, account: &Account, commit: Commit) -> Result<()> {
        let mut change = Transaction::new().put_new(account_item(tenant, account)?).commit(commit);
        change = claiming_external_id(change, tenant, account)?;
        if account.state == AccountState::Connected {
            change = holding(change, tenant, account)?;
        }
        self.transact(change).await
    }

    async fn update_account(&self, tenant: &TenantId, account: &Account, commit: Commit) -> Result<()> {
        let mut change = Transaction::new().put_version(account_item(tenant, account)?)?.commit(commit);
        change = claiming_external_id(change, tenant, account)?;
        change = match account.state {
            AccountState::Connected => holding(change, tenant, account)?,
            AccountState::Pending | AccountState::Refused | AccountState::Disconnected | AccountState::Left => {
                self.letting_go(change, tenant, account).await?
            }
        };
        self.transact(change).await
    }

    async fn is_held_elsewhere(&self, tenant: &TenantId, id: &AccountId) -> Result<bool> {
        Ok(self.holder(id).await?.is_some_and(|holder| holder != *tenant))
    }

    async fn organizations(&self) -> Result<Vec<(TenantId, AccountId)>> {
        let held = self.held(AccountKind::Organization).await?;
        Ok(held.into_iter().map(|row| (row.tenant_id, row.account_id)).collect())
    }
}

fn only(filter: &AccountFilter) -> Option<Expression> {
    let equal = |name: &str, value: &str| {
        let (attribute, placeholder) = (format!("#{name}"), format!(":{name}"));
        Expression::new(format!("{attribute} = {placeholder}")).name(&attribute, name).text(&placeholder, value)
    };
    let conditions = [
        filter.kind.map(|kind| equal("kind", kind.as_str())),
        filter.state.map(|state| equal("state", state.as_str())),
        filter.connection.as_ref().map(|connection| equal("connection_id", connection.as_str())),
    ];
    conditions.into_iter().flatten().reduce(Expression::and)
}

#[async_trait]
impl ConnectedAccounts for Store {
    async fn connected_account(&self, tenant: &TenantId, id: &AccountId) -> Result<Option<Account>> {
        let found = self.account(tenant, id).await?;
        Ok(found.filter(|account| account.state == AccountState::Connected))
    }

    async fn connected_accounts(&self, tenant: &TenantId) -> Result<Vec<Account>> {
        let wanted = AccountFilter { state: Some(AccountState::Connected), ..AccountFilter::default() };
        let mut query = Query::of(&accounts_of(tenant)).consistent();
        if let Some(only) = only(&wanted) {
            query = query.only(only);
        }
        let rows: Vec<AccountRow> = self.query_all(&query).await?;
        rows.into_iter().map(Account::try_from).collect()
    }

    async fn connected_tenants(&self) -> Result<Vec<TenantId>> {
        let query = Query::index(&Directory::ConnectedAccounts.partition());
        let (mut tenants, mut page) = (BTreeSet::new(), PageRequest::first(PageSize::LARGEST));
        // Page by page: a tenant may have many thousands of accounts.
        loop {
            let held: Page<HolderRow> = self.query(&query, &page).await?;
            tenants.extend(held.items.into_iter().map(|row| row.tenant_id));
            let Some(next) = held.next else { return Ok(tenants.into_iter().collect()) };
            page.after = Some(next);
        }
    }

    async fn holder(&self, id: &AccountId) -> Result<Option<TenantId>> {
        let row: Option<HolderRow> = self.get(&holder_key(id), Consistency::Strong).await?;
        Ok(row.map(|row| row.tenant_id))
    }
}
