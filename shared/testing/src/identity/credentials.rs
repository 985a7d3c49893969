//! What users sign in with, in memory: sessions, API keys, what they are worth, and one-time things.

use super::{MemoryIdentity, memory::page};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::Commit,
    id::{ApiKeyId, SessionId, TenantId, UserId},
    identity::{
        ApiKey, ApiKeys, Digest, EmailDigest, Failures, OneTime, Purpose, Roles as _, Session, Sessions,
        SignInFailures, Standing, Standings, Users as _,
    },
    page::{Page, PageRequest},
};
use serde_json::Value;

#[async_trait]
impl Sessions for MemoryIdentity {
    async fn session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Session>> {
        Ok(self.open()?.sessions.get(&(tenant.clone(), user.clone(), id.clone())).cloned())
    }

    async fn sessions(&self, tenant: &TenantId, user: &UserId, request: &PageRequest) -> Result<Page<Session>> {
        let state = self.open()?;
        let theirs = state.sessions.values().filter(|session| session.tenant == *tenant && session.user == *user);
        Ok(page(theirs.map(|session| (session.id.to_string(), session.clone())).collect(), true, request))
    }

    async fn start(&self, session: &Session, commit: Commit) -> Result<()> {
        let key = (session.tenant.clone(), session.user.clone(), session.id.clone());
        let mut state = self.open()?;
        if state.sessions.contains_key(&key) {
            return Err(Error::conflict("the session exists already"));
        }
        state.sessions.insert(key, session.clone());
        state.commit(commit);
        Ok(())
    }

    async fn save(&self, session: &Session, commit: Commit) -> Result<()> {
        let key = (session.tenant.clone(), session.user.clone(), session.id.clone());
        let mut state = self.open()?;
        if state.sessions.get(&key).is_none_or(|before| before.version.next() != session.version) {
            return Err(Error::PreconditionFailed { kind: "session" });
        }
        state.sessions.insert(key, session.clone());
        state.commit(commit);
        Ok(())
    }
}

#[async_trait]
impl ApiKeys for MemoryIdentity {
    async fn api_key(&self, tenant: &TenantId, user: &UserId, id: &ApiKeyId) -> Result<Option<ApiKey>> {
        Ok(self.open()?.api_keys.get(&(tenant.clone(), user.clone(), id.clone())).cloned())
    }

    async fn api_keys(&self, tenant: &TenantId, user: &UserId, request: &PageRequest) -> Result<Page<ApiKey>> {
        let state = self.open()?;
        let theirs = state.api_keys.values().filter(|key| key.tenant == *tenant && key.user == *user);
        Ok(page(theirs.map(|key| (key.id.to_string(), key.clone())).collect(), true, request))
    }

    async fn add_api_key(&self, key: &ApiKey, commit: Commit) -> Result<()> {
        let place = (key.tenant.clone(), key.user.clone(), key.id.clone());
        let mut state = self.open()?;
        if state.api_keys.contains_key(&place) {
            return Err(Error::conflict("the API key exists already"));
        }
        state.api_keys.insert(place, key.clone());
        state.commit(commit);
        Ok(())
    }

    async fn save_api_key(&self, key: &ApiKey, commit: Commit) -> Result<()> {
        let place = (key.tenant.clone(), key.user.clone(), key.id.clone());
        let mut state = self.open()?;
        if state.api_keys.get(&place).is_none_or(|before| before.version.next() != key.version) {
            return Err(Error::PreconditionFailed { kind: "API key" });
        }
        state.api_keys.insert(place, key.clone());
        state.commit(commit);
        Ok(())
    }
}

#[async_trait]
impl Standings for MemoryIdentity {
    async fn of_session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Standing>> {
        self.open()?.standings_read += 1;
        let (session, user) = (self.session(tenant, user, id).await?, self.user(tenant, user).await?);
        let roles = self.role_book(tenant).await?;
        Ok(session.zip(user).map(|(session, user)| Standing::of_session(&session, &user, &roles)))
    }

    async fn of_api_key(&self, tenant: &TenantId, user: &UserId, id: &ApiKeyId) -> Result<Option<(ApiKey, Standing)>> {
        self.open()?.standings_read += 1;
        let (key, user) = (self.api_key(tenant, user, id).await?, self.user(tenant, user).await?);
        let roles = self.role_book(tenant).await?;
        let standing = key.as_ref().zip(user).map(|(key, user)| Standing::of_api_key(key, &user, &roles));
        Ok(key.zip(standing))
    }

    async fn of_user(&self, tenant: &TenantId, user: &UserId, expires_at: DateTime<Utc>) -> Result<Option<Standing>> {
        self.open()?.standings_read += 1;
        let (user, roles) = (self.user(tenant, user).await?, self.role_book(tenant).await?);
        Ok(user.map(|user| Standing::of_user(&user, &roles, expires_at)))
    }
}

#[async_trait]
impl SignInFailures for MemoryIdentity {
    async fn failures(&self, address: &EmailDigest) -> Result<Option<Failures>> {
        Ok(self.open()?.failures.get(address).copied())
    }

    async fn remember(&self, address: &EmailDigest, before: Option<&Failures>, after: &Failures) -> Result<()> {
        let mut state = self.open()?;
        if state.failures.get(address) != before {
            return Err(Error::PreconditionFailed { kind: "memory of failed sign-ins" });
        }
        state.failures.insert(address.clone(), *after);
        Ok(())
    }

    async fn forget(&self, address: &EmailDigest) -> Result<()> {
        self.open()?.failures.remove(address);
        Ok(())
    }
}

#[async_trait]
impl OneTime for MemoryIdentity {
    async fn keep(&self, purpose: Purpose, secret: &Digest, value: &Value, now: DateTime<Utc>) -> Result<()> {
        self.open()?.one_time.insert((purpose, secret.clone()), (value.clone(), now + purpose.lifetime()));
        Ok(())
    }

    async fn take(&self, purpose: Purpose, secret: &Digest, now: DateTime<Utc>) -> Result<Option<Value>> {
        let mut state = self.open()?;
        let key = (purpose, secret.clone());
        let in_time = state.one_time.get(&key).is_some_and(|(_, expires_at)| *expires_at > now);
        Ok(in_time.then(|| state.one_time.remove(&key)).flatten().map(|(value, _)| value))
    }
}
