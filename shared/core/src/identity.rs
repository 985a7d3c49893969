//! Identity: tenants, users and what they may do, their sessions and API keys, and the keys that
//! sign their tokens.
//!
//! Reading order: who exists ([`Tenant`], [`User`]) and what they may do ([`RoleBook`]); how they
//! sign in ([`Failures`], [`SecondFactor`], [`IdentityProvider`]) and stay signed in ([`Session`],
//! [`RefreshToken`]); how programs do ([`ApiKey`]); which keys vouch for tokens ([`KeyRing`]); then
//! the ports.

mod api_key;
mod audience;
mod backoff;
mod invitation;
mod key;
mod name;
mod one_time;
mod ports;
mod provider;
mod refresh;
mod role;
mod secret_token;
mod session;
mod tenant;
mod user;

pub use api_key::{ApiKey, ApiKeyCreated, ApiKeyLifetime, ApiKeyName, ApiKeyRevoked};
pub use audience::Audience;
pub use backoff::Failures;
pub use invitation::Invitation;
pub use key::{KeyId, KeyRing, PublicKey, Rotation, SigningKey};
pub use name::{Email, EmailDigest, TenantName};
pub use one_time::{OneTime, Purpose};
pub use ports::{
    ApiKeys, IdentityProviders, Roles, Sessions, SignInFailures, SigningKeys, Standings, Tenants, UserFilter, Users,
    VerificationKeys,
};
pub use provider::{ExternalIdentity, IdentityProvider, IdentityProviderAdded, IdentityProviderRemoved, Issuer};
pub use refresh::{Digest, RefreshToken};
pub use role::{CustomRole, RoleBook, RoleChanged, RoleCreated, RoleDeleted, RoleName};
pub use secret_token::{ApiKeyToken, InvitationToken};
pub use session::{
    Exchange, Refresh, Session, SessionEnded, SessionRefreshed, SessionRevoked, SessionStarted, SessionState, SignIn,
    SignInMethod, Standing,
};
pub use tenant::{Tenant, TenantCreated};
pub use user::{
    PasswordHash, SecondFactor, SecondFactorState, User, UserActivated, UserCreated, UserDisabled, UserEnabled,
    UserIdentityLinked, UserInvitationRenewed, UserInvited, UserPasswordChanged, UserRolesChanged,
    UserSecondFactorEnabled, UserSecondFactorRemoved, UserState,
};
