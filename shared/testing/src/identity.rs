//! Fakes of identity: tenants, users, sessions, failures, keys and secrets in memory.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::{Commit, Version},
    event::Event,
    id::{SessionId, TenantId, UserId},
    identity::{
        Email, EmailDigest, Failures, KeyRing, PasswordHash, Session, Sessions, SignInFailures, SigningKeys, Standing,
        Tenant, TenantName, Tenants, User, UserState, Users,
    },
    permission::Role,
    secret::Secrets,
};
use secrecy::SecretString;
use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The table of identity, in memory.
#[derive(Debug, Default)]
pub struct MemoryIdentity {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    tenants: HashMap<TenantId, Tenant>,
    users: HashMap<(TenantId, UserId), User>,
    sessions: HashMap<(TenantId, UserId, SessionId), Session>,
    failures: HashMap<EmailDigest, Failures>,
    events: Vec<Event>,
    reads: usize,
}

impl MemoryIdentity {
    /// Returns every event that was committed, the oldest first.
    pub fn events(&self) -> Vec<Event> {
        lock(&self.state).events.clone()
    }

    /// Returns the types of the events that were committed, the oldest first.
    pub fn told(&self) -> Vec<String> {
        self.events().into_iter().map(|event| event.kind).collect()
    }

    /// Returns how often somebody asked for the standing of a session.
    pub fn standings_read(&self) -> usize {
        lock(&self.state).reads
    }

    /// Puts a tenant, whatever was there.
    pub fn put_tenant(&self, tenant: Tenant) {
        lock(&self.state).tenants.insert(tenant.id.clone(), tenant);
    }

    /// Puts a user, whatever was there.
    pub fn put_user(&self, user: User) {
        lock(&self.state).users.insert((user.tenant.clone(), user.id.clone()), user);
    }

    /// Puts a session, whatever was there.
    pub fn put_session(&self, session: Session) {
        let key = (session.tenant.clone(), session.user.clone(), session.id.clone());
        lock(&self.state).sessions.insert(key, session);
    }
}

/// Makes an active user of a tenant; the password hash is nobody's.
pub fn user(tenant: &TenantId, email: &str, roles: &[Role], now: DateTime<Utc>) -> Result<User> {
    Ok(User {
        id: UserId::generate(now),
        tenant: tenant.clone(),
        email: email.parse()?,
        roles: roles.iter().copied().collect(),
        state: UserState::Active,
        password: PasswordHash(String::new()),
        session_version: 1,
        created_at: now,
        version: Version::FIRST,
    })
}

/// Makes a tenant.
pub fn tenant(name: &str, now: DateTime<Utc>) -> Result<Tenant> {
    Ok(Tenant { id: TenantId::generate(now), name: name.parse()?, created_at: now, version: Version::FIRST })
}

#[async_trait]
impl Tenants for MemoryIdentity {
    async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>> {
        Ok(lock(&self.state).tenants.get(id).cloned())
    }

    async fn tenant_by_name(&self, name: &TenantName) -> Result<Option<Tenant>> {
        let state = lock(&self.state);
        Ok(state.tenants.values().find(|tenant| tenant.name.digest() == name.digest()).cloned())
    }

    async fn found(&self, tenant: &Tenant, administrator: &User, commit: Commit) -> Result<()> {
        let mut state = lock(&self.state);
        if state.tenants.values().any(|other| other.name.digest() == tenant.name.digest()) {
            return Err(Error::conflict("the name belongs to another tenant"));
        }
        if state.users.values().any(|other| other.email == administrator.email) {
            return Err(Error::conflict("the e-mail address belongs to another user"));
        }
        state.tenants.insert(tenant.id.clone(), tenant.clone());
        state.users.insert((administrator.tenant.clone(), administrator.id.clone()), administrator.clone());
        state.events.extend(commit.events);
        Ok(())
    }
}

#[async_trait]
impl Users for MemoryIdentity {
    async fn user(&self, tenant: &TenantId, id: &UserId) -> Result<Option<User>> {
        Ok(lock(&self.state).users.get(&(tenant.clone(), id.clone())).cloned())
    }

    async fn user_by_email(&self, email: &Email) -> Result<Option<User>> {
        Ok(lock(&self.state).users.values().find(|user| user.email == *email).cloned())
    }
}

#[async_trait]
impl Sessions for MemoryIdentity {
    async fn session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Session>> {
        Ok(lock(&self.state).sessions.get(&(tenant.clone(), user.clone(), id.clone())).cloned())
    }

    async fn start(&self, session: &Session, commit: Commit) -> Result<()> {
        let key = (session.tenant.clone(), session.user.clone(), session.id.clone());
        let mut state = lock(&self.state);
        if state.sessions.contains_key(&key) {
            return Err(Error::conflict("the session exists already"));
        }
        state.sessions.insert(key, session.clone());
        state.events.extend(commit.events);
        Ok(())
    }

    async fn save(&self, session: &Session, commit: Commit) -> Result<()> {
        let key = (session.tenant.clone(), session.user.clone(), session.id.clone());
        let mut state = lock(&self.state);
        if state.sessions.get(&key).is_none_or(|before| before.version.next() != session.version) {
            return Err(Error::PreconditionFailed { kind: "session" });
        }
        state.sessions.insert(key, session.clone());
        state.events.extend(commit.events);
        Ok(())
    }

    async fn standing(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Standing>> {
        lock(&self.state).reads += 1;
        let session = self.session(tenant, user, id).await?;
        let user = self.user(tenant, user).await?;
        Ok(session.zip(user).map(|(session, user)| Standing::of(&session, &user)))
    }
}

#[async_trait]
impl SignInFailures for MemoryIdentity {
    async fn failures(&self, address: &EmailDigest) -> Result<Option<Failures>> {
        Ok(lock(&self.state).failures.get(address).copied())
    }

    async fn remember(&self, address: &EmailDigest, before: Option<&Failures>, after: &Failures) -> Result<()> {
        let mut state = lock(&self.state);
        if state.failures.get(address) != before {
            return Err(Error::PreconditionFailed { kind: "memory of failed sign-ins" });
        }
        state.failures.insert(address.clone(), *after);
        Ok(())
    }

    async fn forget(&self, address: &EmailDigest) -> Result<()> {
        lock(&self.state).failures.remove(address);
        Ok(())
    }
}

/// Signing keys in memory, which count how often they are read and may be out of reach.
#[derive(Debug, Default)]
pub struct MemorySigningKeys {
    ring: Mutex<Option<KeyRing>>,
    reads: AtomicUsize,
    down: Mutex<bool>,
}

impl MemorySigningKeys {
    /// Holds these keys.
    pub fn of(ring: KeyRing) -> Self {
        Self { ring: Mutex::new(Some(ring)), ..Self::default() }
    }

    /// Replaces the keys.
    pub fn replace(&self, ring: KeyRing) {
        *lock(&self.ring) = Some(ring);
    }

    /// Puts the keys out of reach, or back.
    pub fn set_down(&self, down: bool) {
        *lock(&self.down) = down;
    }

    /// Returns how often the keys were read.
    pub fn reads(&self) -> usize {
        self.reads.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl SigningKeys for MemorySigningKeys {
    async fn key_ring(&self) -> Result<Option<KeyRing>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        if *lock(&self.down) {
            return Err(Error::unavailable("the secret store", "out of reach"));
        }
        Ok(lock(&self.ring).clone())
    }

    async fn initialize(&self, keys: &KeyRing) -> Result<()> {
        lock(&self.ring).get_or_insert_with(|| keys.clone());
        Ok(())
    }
}

/// Secrets in memory.
#[derive(Debug, Default)]
pub struct MemorySecrets {
    values: Mutex<HashMap<String, SecretString>>,
}

impl MemorySecrets {
    /// Gives a secret a value.
    pub fn put(&self, name: &str, value: &str) {
        lock(&self.values).insert(name.to_owned(), SecretString::from(value));
    }
}

#[async_trait]
impl Secrets for MemorySecrets {
    async fn read(&self, name: &str) -> Result<Option<SecretString>> {
        Ok(lock(&self.values).get(name).cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance;

    #[tokio::test]
    async fn the_fake_keeps_tenants_and_users() {
        let fake = MemoryIdentity::default();

        conformance::identity::tenants(&fake, &fake).await;
    }

    #[tokio::test]
    async fn the_fake_keeps_sessions() {
        let fake = MemoryIdentity::default();

        conformance::identity::sessions(&fake, &fake).await;
    }

    #[tokio::test]
    async fn the_fake_keeps_failures() {
        conformance::identity::failures(&MemoryIdentity::default()).await;
    }
}
