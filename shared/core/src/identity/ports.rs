//! The ports of identity.

use super::{
    ApiKey, Email, EmailDigest, ExternalIdentity, Failures, IdentityProvider, Issuer, KeyRing, PublicKey, RoleBook,
    RoleName, Session, Standing, Tenant, TenantName, User, UserState,
};
use crate::{
    Result,
    command::Commit,
    id::{ApiKeyId, ProviderId, SessionId, TenantId, UserId},
    page::{Page, PageRequest},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// The tenants of the platform.
#[async_trait]
pub trait Tenants: Send + Sync {
    /// Finds a tenant.
    async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>>;

    /// Finds a tenant by its name, whatever the case of its letters.
    async fn tenant_by_name(&self, name: &TenantName) -> Result<Option<Tenant>>;

    /// Makes a tenant together with its first user; fails with `conflict` if the name or the e-mail
    /// address is taken.
    async fn found(&self, tenant: &Tenant, administrator: &User, commit: Commit) -> Result<()>;
}

/// Which users are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Only those in this state.
    pub state: Option<UserState>,
    /// Only those with this role.
    pub role: Option<RoleName>,
}

impl UserFilter {
    /// Tells whether a user is listed.
    pub fn covers(&self, user: &User) -> bool {
        self.state.is_none_or(|state| user.state == state)
            && self.role.as_ref().is_none_or(|role| user.roles.contains(role))
    }
}

/// The users of every tenant.
#[async_trait]
pub trait Users: Send + Sync {
    /// Finds a user of the tenant.
    async fn user(&self, tenant: &TenantId, id: &UserId) -> Result<Option<User>>;

    /// Finds the user with this address in whichever tenant; takes as long when there is none.
    async fn user_by_email(&self, email: &Email) -> Result<Option<User>>;

    /// Finds the user of the tenant who is known by this identity elsewhere; in whichever tenant,
    /// where none is named.
    async fn user_by_identity(&self, tenant: Option<&TenantId>, identity: &ExternalIdentity) -> Result<Option<User>>;

    /// Lists the users of a tenant in the order in which they were made.
    async fn users(&self, tenant: &TenantId, filter: &UserFilter, page: &PageRequest) -> Result<Page<User>>;

    /// Makes a user; fails with `conflict` if the address belongs to another user of the platform.
    async fn add_user(&self, user: &User, commit: Commit) -> Result<()>;

    /// Replaces a user by the next version, together with the tenant if that has to change too;
    /// fails with `precondition_failed` if another caller changed either first.
    ///
    /// An identity that is new is linked; fails with `conflict` if it belongs to another user.
    async fn save_user(&self, user: &User, tenant: Option<&Tenant>, commit: Commit) -> Result<()>;
}

/// The roles of tenants.
#[async_trait]
pub trait Roles: Send + Sync {
    /// Returns the roles of a tenant; an empty book where it made none.
    async fn role_book(&self, tenant: &TenantId) -> Result<RoleBook>;

    /// Replaces the roles by their next version; fails with `precondition_failed` if another caller
    /// did so first.
    async fn save_roles(&self, roles: &RoleBook, commit: Commit) -> Result<()>;
}

/// The sign-ins of users.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Finds a session, as it is at this moment.
    async fn session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Session>>;

    /// Lists the sessions of a user that are kept, live or not, the newest first.
    async fn sessions(&self, tenant: &TenantId, user: &UserId, page: &PageRequest) -> Result<Page<Session>>;

    /// Keeps a new session.
    async fn start(&self, session: &Session, commit: Commit) -> Result<()>;

    /// Replaces a session by its next version; fails with `precondition_failed` if another caller did
    /// so first.
    async fn save(&self, session: &Session, commit: Commit) -> Result<()>;
}

/// The programs of users.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// Finds an API key.
    async fn api_key(&self, tenant: &TenantId, user: &UserId, id: &ApiKeyId) -> Result<Option<ApiKey>>;

    /// Lists the API keys of a user, good or not, the newest first.
    async fn api_keys(&self, tenant: &TenantId, user: &UserId, page: &PageRequest) -> Result<Page<ApiKey>>;

    /// Keeps a new API key.
    async fn add_api_key(&self, key: &ApiKey, commit: Commit) -> Result<()>;

    /// Replaces an API key by its next version; fails with `precondition_failed` if another caller
    /// did so first.
    async fn save_api_key(&self, key: &ApiKey, commit: Commit) -> Result<()>;
}

/// What credentials are worth at this moment; read for every request.
#[async_trait]
pub trait Standings: Send + Sync {
    /// Tells what a token of this session is worth; `None` if the session or its user does not exist.
    async fn of_session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Standing>>;

    /// Finds an API key and what it is worth; `None` if the key or its user does not exist.
    async fn of_api_key(&self, tenant: &TenantId, user: &UserId, id: &ApiKeyId) -> Result<Option<(ApiKey, Standing)>>;

    /// Tells what a user is worth for whom somebody else vouches until `expires_at`; `None` if there
    /// is no such user.
    async fn of_user(&self, tenant: &TenantId, user: &UserId, expires_at: DateTime<Utc>) -> Result<Option<Standing>>;
}

/// Whose sign-in tenants trust.
#[async_trait]
pub trait IdentityProviders: Send + Sync {
    /// Finds the identity provider whose tokens have this issuer and audience, in whichever tenant.
    async fn provider_of(&self, issuer: &Issuer, audience: &str) -> Result<Option<IdentityProvider>>;

    /// Finds an identity provider of the tenant.
    async fn provider(&self, tenant: &TenantId, id: &ProviderId) -> Result<Option<IdentityProvider>>;

    /// Lists the identity providers of a tenant, at most [`IdentityProvider::MOST`] of them.
    async fn providers(&self, tenant: &TenantId) -> Result<Vec<IdentityProvider>>;

    /// Keeps a new identity provider; fails with `conflict` if one of its audiences is taken for its
    /// issuer.
    async fn add_provider(&self, provider: &IdentityProvider, commit: Commit) -> Result<()>;

    /// Forgets an identity provider in the version that was read, and frees its audiences; fails
    /// with `precondition_failed` if it has changed.
    async fn remove_provider(&self, provider: &IdentityProvider, commit: Commit) -> Result<()>;
}

/// The memory of failed sign-ins.
///
/// It is kept by address and not by user, so that it says nothing about who exists.
#[async_trait]
pub trait SignInFailures: Send + Sync {
    /// Reads what is remembered of an address.
    async fn failures(&self, address: &EmailDigest) -> Result<Option<Failures>>;

    /// Remembers `after` in place of `before`; fails with `precondition_failed` if something else is
    /// remembered by now.
    async fn remember(&self, address: &EmailDigest, before: Option<&Failures>, after: &Failures) -> Result<()>;

    /// Forgets every failure of the address.
    async fn forget(&self, address: &EmailDigest) -> Result<()>;
}

/// The keys that sign access tokens.
#[async_trait]
pub trait SigningKeys: Send + Sync {
    /// Reads the keys, or `None` if none was made yet.
    async fn key_ring(&self) -> Result<Option<KeyRing>>;

    /// Keeps the first keys; does nothing if there are keys already.
    async fn initialize(&self, keys: &KeyRing) -> Result<()>;

    /// Puts other keys in the place of those that there are.
    async fn replace(&self, keys: &KeyRing) -> Result<()>;
}

/// The public halves of the keys, which everybody may read.
#[async_trait]
pub trait VerificationKeys: Send + Sync {
    /// Reads the published keys; empty if none was published yet.
    async fn published(&self) -> Result<Vec<PublicKey>>;

    /// Publishes these keys in place of those that were.
    async fn publish(&self, keys: &[PublicKey]) -> Result<()>;
}
