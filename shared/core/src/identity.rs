//! Identity: tenants, users, their sessions, and the keys that sign their tokens.
//!
//! Reading order: who exists ([`Tenant`], [`User`]), how they sign in ([`Failures`]) and stay signed
//! in ([`Session`], [`RefreshToken`]), which keys vouch for them ([`KeyRing`]), and the ports.

mod backoff;
mod key;
mod name;
mod refresh;
mod session;
mod user;

pub use backoff::Failures;
pub use key::{KeyId, KeyRing, SigningKey};
pub use name::{Email, EmailDigest, TenantName};
pub use refresh::{Digest, RefreshToken};
pub use session::{
    Refresh, Session, SessionEnded, SessionRefreshed, SessionRevoked, SessionStarted, SessionState, Standing,
};
pub use user::{PasswordHash, Tenant, TenantCreated, User, UserCreated, UserState};

use crate::{
    Result,
    command::Commit,
    id::{SessionId, TenantId, UserId},
};
use async_trait::async_trait;

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

/// The users of every tenant.
#[async_trait]
pub trait Users: Send + Sync {
    /// Finds a user of the tenant.
    async fn user(&self, tenant: &TenantId, id: &UserId) -> Result<Option<User>>;

    /// Finds the user with this address in whichever tenant; takes as long when there is none.
    async fn user_by_email(&self, email: &Email) -> Result<Option<User>>;
}

/// The sign-ins of users.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Finds a session, as it is at this moment.
    async fn session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Session>>;

    /// Keeps a new session.
    async fn start(&self, session: &Session, commit: Commit) -> Result<()>;

    /// Replaces a session by its next version; fails with `precondition_failed` if another caller did
    /// so first.
    async fn save(&self, session: &Session, commit: Commit) -> Result<()>;

    /// Tells what a token of this session is worth at this moment; `None` if the session or its user
    /// does not exist.
    async fn standing(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Standing>>;
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
}
