//! The table of identity, in memory: tenants, users and roles.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::{Commit, Receipt},
    event::Event,
    id::{ApiKeyId, ProviderId, SessionId, TenantId, UserId},
    identity::{
        ApiKey, Digest, Email, EmailDigest, ExternalIdentity, Failures, IdentityProvider, Purpose, RoleBook, Roles,
        Session, Tenant, TenantName, Tenants, User, UserFilter, Users,
    },
    page::{Page, PageRequest, Position},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// The table of identity, in memory; it may be out of reach.
#[derive(Debug, Default)]
pub struct MemoryIdentity {
    state: Mutex<State>,
    down: AtomicBool,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) tenants: BTreeMap<TenantId, Tenant>,
    pub(super) users: BTreeMap<(TenantId, UserId), User>,
    /// By identity, within a tenant and in whichever tenant.
    pub(super) identities: HashMap<(Option<TenantId>, ExternalIdentity), (TenantId, UserId)>,
    pub(super) roles: HashMap<TenantId, RoleBook>,
    pub(super) sessions: BTreeMap<(TenantId, UserId, SessionId), Session>,
    pub(super) api_keys: BTreeMap<(TenantId, UserId, ApiKeyId), ApiKey>,
    pub(super) providers: BTreeMap<(TenantId, ProviderId), IdentityProvider>,
    pub(super) failures: HashMap<EmailDigest, Failures>,
    pub(super) one_time: HashMap<(Purpose, Digest), (Value, DateTime<Utc>)>,
    pub(super) standings_read: usize,
    events: Vec<Event>,
    receipts: Vec<Receipt>,
}

impl MemoryIdentity {
    /// Returns every event that was committed, the oldest first.
    pub fn events(&self) -> Vec<Event> {
        self.look().events.clone()
    }

    /// Returns the types of the events that were committed, the oldest first.
    pub fn told(&self) -> Vec<String> {
        self.events().into_iter().map(|event| event.kind).collect()
    }

    /// Returns every receipt that was committed, the oldest first.
    pub fn receipts(&self) -> Vec<Receipt> {
        self.look().receipts.clone()
    }

    /// Returns how often somebody asked what a credential is worth.
    pub fn standings_read(&self) -> usize {
        self.look().standings_read
    }

    /// Puts the table out of reach, or back.
    pub fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::Relaxed);
    }

    /// Puts a tenant, whatever was there.
    pub fn put_tenant(&self, tenant: Tenant) {
        self.look().tenants.insert(tenant.id.clone(), tenant);
    }

    /// Puts a user, whatever was there.
    pub fn put_user(&self, user: User) {
        self.look().put_user(user);
    }

    /// Puts the roles of a tenant, whatever was there.
    pub fn put_roles(&self, roles: RoleBook) {
        self.look().roles.insert(roles.tenant.clone(), roles);
    }

    /// Puts a session, whatever was there.
    pub fn put_session(&self, session: Session) {
        let key = (session.tenant.clone(), session.user.clone(), session.id.clone());
        self.look().sessions.insert(key, session);
    }

    /// Puts an API key, whatever was there.
    pub fn put_api_key(&self, key: ApiKey) {
        let place = (key.tenant.clone(), key.user.clone(), key.id.clone());
        self.look().api_keys.insert(place, key);
    }

    /// Puts an identity provider, whatever was there.
    pub fn put_provider(&self, provider: IdentityProvider) {
        self.look().providers.insert((provider.tenant.clone(), provider.id.clone()), provider);
    }

    /// Opens the table as its ports do; fails while it is out of reach.
    pub(super) fn open(&self) -> Result<MutexGuard<'_, State>> {
        if self.down.load(Ordering::Relaxed) {
            return Err(Error::unavailable("the database", "out of reach"));
        }
        Ok(self.look())
    }

    fn look(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Keeps what is committed with a change that was made.
    pub(super) fn commit(&mut self, commit: Commit) {
        self.events.extend(commit.events);
        self.receipts.extend(commit.receipt);
    }

    fn put_user(&mut self, user: User) {
        let who = (user.tenant.clone(), user.id.clone());
        for identity in &user.identities {
            for tenant in [Some(user.tenant.clone()), None] {
                self.identities.entry((tenant, identity.clone())).or_insert_with(|| who.clone());
            }
        }
        self.users.insert(who, user);
    }

    fn add_user(&mut self, user: &User) -> Result<()> {
        if !user.identities.is_empty() {
            return Err(Error::internal("identities are linked to users who exist"));
        }
        let key = (user.tenant.clone(), user.id.clone());
        if self.users.values().any(|other| other.email == user.email) {
            return Err(Error::conflict("the e-mail address belongs to another user"));
        }
        if self.users.contains_key(&key) {
            return Err(Error::conflict("the user exists already"));
        }
        self.users.insert(key, user.clone());
        Ok(())
    }

    fn may_replace(&self, user: &User, tenant: Option<&Tenant>) -> Result<()> {
        let before = self.users.get(&(user.tenant.clone(), user.id.clone()));
        if before.is_none_or(|before| before.version.next() != user.version) {
            return Err(Error::PreconditionFailed { kind: "user" });
        }
        let follows = |tenant: &Tenant| {
            self.tenants.get(&tenant.id).is_some_and(|before| before.version.next() == tenant.version)
        };
        if !tenant.is_none_or(follows) {
            return Err(Error::PreconditionFailed { kind: "tenant" });
        }
        let taken = user.identities.iter().any(|identity| {
            let holder = self.identities.get(&(Some(user.tenant.clone()), identity.clone()));
            holder.is_some_and(|(_, holder)| *holder != user.id)
        });
        if taken { Err(Error::conflict("this identity belongs to another user")) } else { Ok(()) }
    }
}

/// Cuts a page out of a list whose items are in order, backwards if so wished.
pub(super) fn page<T>(
    mut items: Vec<(String, T)>,
    descending: bool,
    PageRequest { size, after }: &PageRequest,
) -> Page<T> {
    if descending {
        items.reverse();
    }
    if let Some(Position(after)) = after {
        items.retain(|(id, _)| if descending { id < after } else { id > after });
    }
    let more = items.len() > size.get();
    items.truncate(size.get());
    let next = items.last().filter(|_| more).map(|(id, _)| Position(id.clone()));
    Page { items: items.into_iter().map(|(_, item)| item).collect(), next }
}

#[async_trait]
impl Tenants for MemoryIdentity {
    async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>> {
        Ok(self.open()?.tenants.get(id).cloned())
    }

    async fn tenant_by_name(&self, name: &TenantName) -> Result<Option<Tenant>> {
        Ok(self.open()?.tenants.values().find(|tenant| tenant.name.digest() == name.digest()).cloned())
    }

    async fn found(&self, tenant: &Tenant, administrator: &User, commit: Commit) -> Result<()> {
        let mut state = self.open()?;
        if state.tenants.values().any(|other| other.name.digest() == tenant.name.digest()) {
            return Err(Error::conflict("the name belongs to another tenant"));
        }
        state.add_user(administrator)?;
        state.tenants.insert(tenant.id.clone(), tenant.clone());
        state.commit(commit);
        Ok(())
    }
}

#[async_trait]
impl Users for MemoryIdentity {
    async fn user(&self, tenant: &TenantId, id: &UserId) -> Result<Option<User>> {
        Ok(self.open()?.users.get(&(tenant.clone(), id.clone())).cloned())
    }

    async fn user_by_email(&self, email: &Email) -> Result<Option<User>> {
        Ok(self.open()?.users.values().find(|user| user.email == *email).cloned())
    }

    async fn user_by_identity(&self, tenant: Option<&TenantId>, identity: &ExternalIdentity) -> Result<Option<User>> {
        let state = self.open()?;
        let who = state.identities.get(&(tenant.cloned(), identity.clone()));
        Ok(who.and_then(|who| state.users.get(who)).cloned())
    }

    async fn users(&self, tenant: &TenantId, filter: &UserFilter, request: &PageRequest) -> Result<Page<User>> {
        let state = self.open()?;
        let users = state.users.values().filter(|user| user.tenant == *tenant && filter.covers(user));
        Ok(page(users.map(|user| (user.id.to_string(), user.clone())).collect(), false, request))
    }

    async fn add_user(&self, user: &User, commit: Commit) -> Result<()> {
        let mut state = self.open()?;
        state.add_user(user)?;
        state.commit(commit);
        Ok(())
    }

    async fn save_user(&self, user: &User, tenant: Option<&Tenant>, commit: Commit) -> Result<()> {
        let mut state = self.open()?;
        state.may_replace(user, tenant)?;
        state.put_user(user.clone());
        state.tenants.extend(tenant.map(|tenant| (tenant.id.clone(), tenant.clone())));
        state.commit(commit);
        Ok(())
    }
}

#[async_trait]
impl Roles for MemoryIdentity {
    async fn role_book(&self, tenant: &TenantId) -> Result<RoleBook> {
        let book = self.open()?.roles.get(tenant).cloned();
        Ok(book.unwrap_or_else(|| RoleBook::empty(tenant.clone())))
    }

    async fn save_roles(&self, roles: &RoleBook, commit: Commit) -> Result<()> {
        let mut state = self.open()?;
        let before = state.roles.get(&roles.tenant).map(|book| book.version).unwrap_or_default();
        if before.next() != roles.version {
            return Err(Error::PreconditionFailed { kind: "role book" });
        }
        state.roles.insert(roles.tenant.clone(), roles.clone());
        state.commit(commit);
        Ok(())
    }
}
