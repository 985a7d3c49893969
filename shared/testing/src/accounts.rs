//! Fakes of the accounts' ports: our memory of accounts, and an AWS with roles that open or do not.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    account::{
        Account, AccountFilter, AccountKind, AccountState, Accounts, Attempt, ConnectedAccounts, ExternalId,
        Organizations, Regions, Trust, Verdict, Wish,
        sync::{ListedAccount, Organization},
    },
    aws::{AccountId, Region},
    collect::{Gap, GapReason},
    command::{Commit, Receipt, Version},
    event::{Event, Origin},
    id::{ConnectionId, TenantId},
    page::{Page, PageRequest, Position},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn known<T: std::str::FromStr<Err = Error>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// Returns what a tenant says to connect an account.
pub fn wish(id: &str, kind: AccountKind) -> Wish {
    Wish { id: known(id), kind, name: known("Olympus"), role_name: known("PantheonMember"), regions: None }
}

/// Returns an external ID that differs for each text.
pub fn external_id(of: &str) -> ExternalId {
    let mut bytes = [0; 32];
    for (byte, letter) in bytes.iter_mut().zip(of.bytes()) {
        *byte = letter;
    }
    ExternalId::of_bytes(bytes)
}

/// Returns an account whose connection was just asked for.
pub fn account(id: &str) -> Account {
    Account::requested(wish(id, AccountKind::Account), external_id(id), crate::now())
}

/// Returns an organization that is connected.
pub fn organization(id: &str) -> Account {
    let requested = Account::requested(wish(id, AccountKind::Organization), external_id(id), crate::now());
    Account { version: Version::FIRST, ..requested.judged(Verdict::Trusted, crate::now()) }
}

/// Returns a member of an organization that is connected.
pub fn member(id: &str, organization: &Account) -> Account {
    Account {
        kind: AccountKind::Member,
        connection: organization.connection.clone(),
        external_id: organization.external_id.clone(),
        state: AccountState::Connected,
        ..account(id)
    }
}

/// Returns why a test changes something.
pub fn origin(tenant: &TenantId, at: DateTime<Utc>) -> Origin {
    Origin::of_system(tenant.clone(), "test", at)
}

/// Accounts that live as long as the test.
#[derive(Debug, Default)]
pub struct MemoryAccounts {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    accounts: BTreeMap<(TenantId, AccountId), Account>,
    secrets: HashMap<ExternalId, ConnectionId>,
    events: Vec<Event>,
    receipts: Vec<Receipt>,
}

impl Kept {
    fn holder(&self, id: &AccountId) -> Option<&TenantId> {
        let held = |(key, account): &(&(TenantId, AccountId), &Account)| {
            key.1 == *id && account.state == AccountState::Connected
        };
        self.accounts.iter().find(held).map(|((tenant, _), _)| tenant)
    }

    fn put(&mut self, tenant: &TenantId, account: &Account, commit: Commit) -> Result<()> {
        let begins = account.state == AccountState::Pending && account.kind != AccountKind::Member;
        if begins && self.secrets.contains_key(&account.external_id) {
            return Err(Error::conflict("the external_id exists already"));
        }
        let elsewhere = self.holder(&account.id).is_some_and(|holder| holder != tenant);
        if account.state == AccountState::Connected && elsewhere {
            return Err(Error::conflict(format!("account {} is connected elsewhere in this deployment", account.id)));
        }
        if begins {
            self.secrets.insert(account.external_id.clone(), account.connection.clone());
        }
        self.accounts.insert((tenant.clone(), account.id.clone()), account.clone());
        self.events.extend(commit.events);
        self.receipts.extend(commit.receipt);
        Ok(())
    }

    fn of(&self, tenant: &TenantId) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(move |((owner, _), _)| owner == tenant).map(|(_, account)| account)
    }
}

impl MemoryAccounts {
    /// Begins with these accounts of a tenant.
    pub fn with(tenant: &TenantId, accounts: impl IntoIterator<Item = Account>) -> Self {
        let memory = Self::default();
        for account in accounts {
            lock(&memory.kept).accounts.insert((tenant.clone(), account.id.clone()), account);
        }
        memory
    }

    /// Adds accounts of another tenant.
    #[must_use]
    pub fn and(self, tenant: &TenantId, accounts: impl IntoIterator<Item = Account>) -> Self {
        let more = accounts.into_iter().map(|account| ((tenant.clone(), account.id.clone()), account));
        lock(&self.kept).accounts.extend(more);
        self
    }

    /// Returns an account as it is now.
    ///
    /// # Panics
    ///
    /// When there is no such account.
    pub fn now(&self, tenant: &TenantId, id: &str) -> Account {
        let found = lock(&self.kept).accounts.get(&(tenant.clone(), known(id))).cloned();
        found.unwrap_or_else(|| panic!("there is no account {id}"))
    }

    /// Returns the types of the events that were committed, in their order.
    pub fn told(&self) -> Vec<String> {
        lock(&self.kept).events.iter().map(|event| event.kind.clone()).collect()
    }

    /// Returns the events that were committed, in their order.
    pub fn events(&self) -> Vec<Event> {
        lock(&self.kept).events.clone()
    }

    /// Returns the answers that were committed for repeated requests.
    pub fn receipts(&self) -> Vec<Receipt> {
        lock(&self.kept).receipts.clone()
    }
}

#[async_trait]
impl Accounts for MemoryAccounts {
    async fn account(&self, tenant: &TenantId, id: &AccountId) -> Result<Option<Account>> {
        Ok(lock(&self.kept).accounts.get(&(tenant.clone(), id.clone())).cloned())
    }

    async fn accounts(&self, tenant: &TenantId, filter: &AccountFilter, page: &PageRequest) -> Result<Page<Account>> {
        let kept = lock(&self.kept);
        let after = page.after.as_ref().map(|position| position.0.clone());
        let follows = |account: &&Account| after.as_deref().is_none_or(|after| account.id.as_str() > after);
        let mut items: Vec<_> =
            kept.of(tenant).filter(|account| filter.takes(account)).filter(follows).cloned().collect();
        let more = items.len() > page.size.get();
        items.truncate(page.size.get());
        let next = items.last().filter(|_| more).map(|last| Position(last.id.to_string()));
        Ok(Page { items, next })
    }

    async fn insert_account(&self, tenant: &TenantId, account: &Account, commit: Commit) -> Result<()> {
        let mut kept = lock(&self.kept);
        if kept.accounts.contains_key(&(tenant.clone(), account.id.clone())) {
            return Err(Error::conflict("the account exists already"));
        }
        kept.put(tenant, account, commit)
    }

    async fn update_account(&self, tenant: &TenantId, account: &Account, commit: Commit) -> Result<()> {
        let mut kept = lock(&self.kept);
        let before = kept.accounts.get(&(tenant.clone(), account.id.clone()));
        if before.is_none_or(|before| before.version.next() != account.version) {
            return Err(Error::PreconditionFailed { kind: "account" });
        }
        kept.put(tenant, account, commit)
    }

    async fn is_held_elsewhere(&self, tenant: &TenantId, id: &AccountId) -> Result<bool> {
        Ok(lock(&self.kept).holder(id).is_some_and(|holder| holder != tenant))
    }

    async fn organizations(&self) -> Result<Vec<(TenantId, AccountId)>> {
        let kept = lock(&self.kept);
        let connected = kept.accounts.iter().filter(|(_, account)| {
            account.kind == AccountKind::Organization && account.state == AccountState::Connected
        });
        Ok(connected.map(|(key, _)| key.clone()).collect())
    }
}

#[async_trait]
impl ConnectedAccounts for MemoryAccounts {
    async fn connected_account(&self, tenant: &TenantId, id: &AccountId) -> Result<Option<Account>> {
        let found = self.account(tenant, id).await?;
        Ok(found.filter(|account| account.state == AccountState::Connected))
    }

    async fn connected_accounts(&self, tenant: &TenantId) -> Result<Vec<Account>> {
        let kept = lock(&self.kept);
        Ok(kept.of(tenant).filter(|account| account.state == AccountState::Connected).cloned().collect())
    }

    async fn connected_tenants(&self) -> Result<Vec<TenantId>> {
        let kept = lock(&self.kept);
        let connected = kept.accounts.iter().filter(|(_, account)| account.state == AccountState::Connected);
        Ok(connected.map(|((tenant, _), _)| tenant.clone()).collect::<BTreeSet<_>>().into_iter().collect())
    }

    async fn holder(&self, id: &AccountId) -> Result<Option<TenantId>> {
        Ok(lock(&self.kept).holder(id).cloned())
    }
}

/// Whom a member role lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// Whoever says this external ID.
    To(ExternalId),
    /// Whoever says some external ID.
    ToAnyExternalId,
    /// Whoever says none, or any.
    ToEverybody,
    /// Nobody can tell: STS does not answer.
    OutOfOrder,
}

/// An AWS of watched accounts that a test furnishes; a role that was not furnished does not exist.
#[derive(Debug)]
pub struct WatchedAws {
    doors: Mutex<BTreeMap<AccountId, Door>>,
    organization: Mutex<Result<Organization, Gap>>,
    listed: Mutex<Result<Vec<ListedAccount>, Gap>>,
    regions: Mutex<Result<Vec<Region>, Gap>>,
    attempts: Mutex<Vec<(AccountId, Option<ExternalId>)>>,
}

impl Default for WatchedAws {
    fn default() -> Self {
        let unfurnished = |operation: &str| Err(gap(operation, GapReason::Denied));
        Self {
            doors: Mutex::default(),
            organization: Mutex::new(Err(gap("organizations:DescribeOrganization", GapReason::Denied))),
            listed: Mutex::new(Err(gap("organizations:ListAccounts", GapReason::Denied))),
            regions: Mutex::new(unfurnished("account:ListRegions")),
            attempts: Mutex::default(),
        }
    }
}

/// Returns what a call that failed leaves behind.
pub fn gap(operation: &str, reason: GapReason) -> Gap {
    Gap { operation: operation.to_owned(), reason, detail: "no".to_owned() }
}

impl WatchedAws {
    /// Gives an account a role.
    #[must_use]
    pub fn door(self, account: &str, door: Door) -> Self {
        lock(&self.doors).insert(known(account), door);
        self
    }

    /// Puts all accounts into the organization of this management account.
    #[must_use]
    pub fn managed_by(self, account: &str) -> Self {
        let organization = Organization { id: "o-a1b2c3d4e5".to_owned(), management_account_id: known(account) };
        *lock(&self.organization) = Ok(organization);
        self
    }

    /// Lists these accounts as active members of the organization.
    #[must_use]
    pub fn listing(self, accounts: &[&str]) -> Self {
        self.list(accounts);
        self
    }

    /// Lists other accounts from now on.
    pub fn list(&self, accounts: &[&str]) {
        let listed =
            accounts.iter().map(|id| ListedAccount { id: known(id), name: format!("account {id}"), active: true });
        *lock(&self.listed) = Ok(listed.collect());
    }

    /// Fails every look at the organization from now on.
    pub fn fail_organization(&self, reason: GapReason) {
        *lock(&self.organization) = Err(gap("organizations:DescribeOrganization", reason));
        *lock(&self.listed) = Err(gap("organizations:ListAccounts", reason));
    }

    /// Says which regions every account has enabled.
    #[must_use]
    pub fn regions(self, regions: Result<&[&str], Gap>) -> Self {
        *lock(&self.regions) = regions.map(|regions| regions.iter().map(|region| known(region)).collect());
        self
    }

    /// Returns every attempt to assume a role, in its order.
    pub fn attempts(&self) -> Vec<(AccountId, Option<ExternalId>)> {
        lock(&self.attempts).clone()
    }
}

#[async_trait]
impl Trust for WatchedAws {
    async fn attempt(
        &self,
        _tenant: &TenantId,
        account: &Account,
        external_id: Option<&ExternalId>,
    ) -> Result<Attempt> {
        lock(&self.attempts).push((account.id.clone(), external_id.cloned()));
        let opens = match lock(&self.doors).get(&account.id) {
            Some(Door::OutOfOrder) => return Err(Error::unavailable("AWS STS", "no answer")),
            Some(Door::ToEverybody) => true,
            Some(Door::ToAnyExternalId) => external_id.is_some(),
            Some(Door::To(wanted)) => external_id == Some(wanted),
            None => false,
        };
        Ok(if opens { Attempt::Assumed } else { Attempt::Denied("AccessDenied: no".to_owned()) })
    }
}

#[async_trait]
impl Organizations for WatchedAws {
    async fn organization(&self, _tenant: &TenantId, _account: &Account) -> Result<Organization, Gap> {
        lock(&self.organization).clone()
    }

    async fn listed_accounts(&self, _tenant: &TenantId, _account: &Account) -> Result<Vec<ListedAccount>, Gap> {
        lock(&self.listed).clone()
    }
}

#[async_trait]
impl Regions for WatchedAws {
    async fn enabled_regions(&self, _tenant: &TenantId, _account: &Account) -> Result<Vec<Region>, Gap> {
        lock(&self.regions).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::accounts as conformance;

    #[tokio::test]
    async fn keeps_accounts() {
        let memory = MemoryAccounts::default();

        conformance::accounts(&memory, &memory).await;
    }

    #[tokio::test]
    async fn lists_more_accounts_than_a_page_holds() {
        conformance::pages(&MemoryAccounts::default()).await;
    }
}
