//! A tenant to administer, and a rival who is faster.

use super::Directory;
use async_trait::async_trait;
use pantheon_core::{
    Caller, Credential, Result,
    command::{Claim, Commit, Version},
    id::{TenantId, UserId},
    identity::{
        Email, ExternalIdentity, RoleBook, RoleName, Roles, Tenant, TenantName, Tenants, User, UserFilter, Users,
    },
    page::{Page, PageRequest},
    permission::Permission,
};
use pantheon_lambda::http::{Cursors, Request};
use pantheon_testing::{
    commits::MemoryCommits,
    identity::{self, MemoryIdentity},
    now, tenant,
};
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicUsize, Ordering},
};

/// Whom the sample events of users are about.
pub(crate) const MEMBER: &str = "usr_0195f6a0-7c1e-7d43-9a55-000000000012";

/// The founding tenant Olympus, whose users are administered.
pub(crate) struct Office {
    pub(crate) store: MemoryIdentity,
    pub(crate) requests: MemoryCommits,
    pub(crate) cursors: Cursors,
}

impl Office {
    /// Opens an office in which nobody works yet.
    pub(crate) fn open() -> Self {
        let store = MemoryIdentity::default();
        let olympus = identity::tenant("Olympus", now()).unwrap();
        store.put_tenant(Tenant { id: tenant(), founding: true, ..olympus });
        Self { store, requests: MemoryCommits::default(), cursors: Cursors::new(b"secret") }
    }

    pub(crate) fn directory(&self) -> Directory<'_> {
        Directory { tenants: &self.store, users: &self.store, roles: &self.store, requests: &self.requests }
    }

    /// Adds an active user with these roles.
    pub(crate) async fn user(&self, name: &str, roles: &[&str]) -> User {
        let user = identity::user(&tenant(), &format!("{name}@example.com"), &[], now()).unwrap();
        self.hire(User { roles: names(roles), ..user }).await
    }

    /// Adds the active user whom the sample events are about, with these roles.
    pub(crate) async fn member(&self, roles: &[&str]) -> User {
        let user = identity::user(&tenant(), "member@example.com", &[], now()).unwrap();
        self.hire(User { id: MEMBER.parse().unwrap(), roles: names(roles), ..user }).await
    }

    /// Adds a user, and to the administrators of the tenant if they are one.
    pub(crate) async fn hire(&self, user: User) -> User {
        self.store.put_user(user.clone());
        if let Some(tenant) = self.tenant_now().await.following(&user).unwrap() {
            self.store.put_tenant(tenant);
        }
        user
    }

    /// Adds a role of the tenant's own.
    pub(crate) async fn role(&self, name: &str, permissions: &[Permission]) {
        let role = identity::role(name, permissions, now()).unwrap();
        self.store.put_roles(self.book().await.with_new(role).unwrap());
    }

    pub(crate) async fn book(&self) -> RoleBook {
        self.store.role_book(&tenant()).await.unwrap()
    }

    pub(crate) async fn tenant_now(&self) -> Tenant {
        self.store.tenant(&tenant()).await.unwrap().unwrap()
    }

    pub(crate) async fn user_now(&self, id: &UserId) -> User {
        self.store.user(&tenant(), id).await.unwrap().unwrap()
    }

    /// Returns who a user is who has signed in.
    pub(crate) async fn caller(&self, user: &User) -> Caller {
        let (session, _) = identity::session(user, now());
        let permissions = self.book().await.permissions(&user.roles);
        let credential = Credential::Session(session.id);
        Caller { tenant: user.tenant.clone(), user: user.id.clone(), credential, permissions }
    }

    /// Adds an administrator who signs in.
    pub(crate) async fn administrator(&self) -> Caller {
        let user = self.user("boss", &["admin"]).await;
        self.caller(&user).await
    }

    /// Adds a user who signs in, may write users and roles, and may do all that these permit.
    pub(crate) async fn clerk(&self, roles: &[&str]) -> Caller {
        let permissions =
            [Permission::UsersRead, Permission::UsersWrite, Permission::RolesRead, Permission::RolesWrite];
        self.role("clerk", &permissions).await;
        let user = self.user("clerk", &[roles, &["clerk"]].concat()).await;
        self.caller(&user).await
    }

    /// Returns what a request that was repeated would be told.
    pub(crate) fn recorded(&self) -> serde_json::Value {
        let receipts = self.store.receipts();
        assert_eq!(receipts.len(), 1);
        receipts[0].answer.clone()
    }
}

/// Parses the names of roles.
pub(crate) fn names(roles: &[&str]) -> BTreeSet<RoleName> {
    roles.iter().map(|name| name.parse().unwrap()).collect()
}

/// Returns a claim on an idempotency key.
pub(crate) fn claim(attempt: &str) -> Claim {
    let (key, fingerprint) = ("key".to_owned(), "fingerprint".to_owned());
    Claim { tenant: tenant(), key, fingerprint, attempt: attempt.to_owned() }
}

/// Gives a request the claim that the edge makes for a command.
pub(crate) fn claimed(request: Request) -> Request {
    request.claimed(claim("first"))
}

/// The store of an office, in which somebody changes something right before each of the first few
/// changes that are tried.
pub(crate) struct Rivalry<'a> {
    store: &'a MemoryIdentity,
    left: AtomicUsize,
    meanwhile: Box<dyn Fn(&MemoryIdentity) + Send + Sync + 'a>,
}

impl<'a> Rivalry<'a> {
    /// Lets a rival be faster this often.
    pub(crate) fn of(
        store: &'a MemoryIdentity,
        times: usize,
        meanwhile: impl Fn(&MemoryIdentity) + Send + Sync + 'a,
    ) -> Self {
        Self { store, left: AtomicUsize::new(times), meanwhile: Box::new(meanwhile) }
    }

    /// Lets a rival change a user, whatever of them, this often.
    pub(crate) fn over_user(store: &'a MemoryIdentity, times: usize, id: &'a UserId) -> Self {
        Self::of(store, times, move |store| {
            let user = futures::executor::block_on(store.user(&tenant(), id)).unwrap().unwrap();
            store.put_user(User { version: user.version.next(), ..user });
        })
    }

    /// Lets a rival change the roles of the tenant, whichever of them, this often.
    pub(crate) fn over_roles(store: &'a MemoryIdentity, times: usize) -> Self {
        Self::of(store, times, move |store| {
            let book = futures::executor::block_on(store.role_book(&tenant())).unwrap();
            store.put_roles(RoleBook { version: Version(book.version.0 + 1), ..book });
        })
    }

    pub(crate) fn directory(&'a self, office: &'a Office) -> Directory<'a> {
        Directory { tenants: self, users: self, roles: self, requests: &office.requests }
    }

    fn strike(&self) {
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        if taken.is_ok() {
            (self.meanwhile)(self.store);
        }
    }
}

#[async_trait]
impl Tenants for Rivalry<'_> {
    async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>> {
        self.store.tenant(id).await
    }

    async fn tenant_by_name(&self, name: &TenantName) -> Result<Option<Tenant>> {
        self.store.tenant_by_name(name).await
    }

    async fn found(&self, tenant: &Tenant, administrator: &User, commit: Commit) -> Result<()> {
        self.store.found(tenant, administrator, commit).await
    }
}

#[async_trait]
impl Users for Rivalry<'_> {
    async fn user(&self, tenant: &TenantId, id: &UserId) -> Result<Option<User>> {
        self.store.user(tenant, id).await
    }

    async fn user_by_email(&self, email: &Email) -> Result<Option<User>> {
        self.store.user_by_email(email).await
    }

    async fn user_by_identity(&self, tenant: Option<&TenantId>, identity: &ExternalIdentity) -> Result<Option<User>> {
        self.store.user_by_identity(tenant, identity).await
    }

    async fn users(&self, tenant: &TenantId, filter: &UserFilter, page: &PageRequest) -> Result<Page<User>> {
        self.store.users(tenant, filter, page).await
    }

    async fn add_user(&self, user: &User, commit: Commit) -> Result<()> {
        self.store.add_user(user, commit).await
    }

    async fn save_user(&self, user: &User, tenant: Option<&Tenant>, commit: Commit) -> Result<()> {
        self.strike();
        self.store.save_user(user, tenant, commit).await
    }
}

#[async_trait]
impl Roles for Rivalry<'_> {
    async fn role_book(&self, tenant: &TenantId) -> Result<RoleBook> {
        self.store.role_book(tenant).await
    }

    async fn save_roles(&self, roles: &RoleBook, commit: Commit) -> Result<()> {
        self.strike();
        self.store.save_roles(roles, commit).await
    }
}
