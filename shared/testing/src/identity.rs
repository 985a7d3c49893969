//! Fakes of identity, in memory, and builders of what they keep.

mod credentials;
mod keys;
mod memory;
mod providers;

pub use keys::{MemorySecrets, MemorySigningKeys, MemoryVerificationKeys};
pub use memory::MemoryIdentity;

use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Credential, Result,
    command::Version,
    id::{ApiKeyId, ProviderId, SessionId, TenantId, UserId},
    identity::{
        ApiKey, ApiKeyToken, CustomRole, IdentityProvider, Invitation, InvitationToken, PasswordHash, RefreshToken,
        RoleBook, RoleName, Session, SignIn, SignInMethod, Tenant, User, UserState,
    },
    permission::{Permission, Role},
};
use std::collections::BTreeSet;

/// Makes a tenant of which nobody is an administrator yet.
pub fn tenant(name: &str, now: DateTime<Utc>) -> Result<Tenant> {
    Ok(Tenant {
        id: TenantId::generate(now),
        name: name.parse()?,
        founding: false,
        administrators: BTreeSet::new(),
        created_at: now,
        version: Version::FIRST,
    })
}

/// Makes an active user of a tenant; the password hash is nobody's.
pub fn user(tenant: &TenantId, email: &str, roles: &[Role], now: DateTime<Utc>) -> Result<User> {
    let (invited, _) = invited(tenant, email, roles, now)?;
    let password = Some(PasswordHash(String::new()));
    Ok(User { state: UserState::Active, password, invitation: None, ..invited })
}

/// Makes a user who was invited, and the token to accept the invitation with.
pub fn invited(tenant: &TenantId, email: &str, roles: &[Role], now: DateTime<Utc>) -> Result<(User, InvitationToken)> {
    let id = UserId::generate(now);
    let token = InvitationToken::make(tenant.clone(), id.clone(), [7; 32]);
    let roles = roles.iter().copied().map(RoleName::from).collect();
    let invitation = Invitation::of(&token, now);
    Ok((User::invited(tenant.clone(), id, email.parse()?, roles, invitation, now), token))
}

/// Makes a sign-in of a user with a password, and its first refresh token.
pub fn session(user: &User, now: DateTime<Utc>) -> (Session, RefreshToken) {
    let id = SessionId::generate(now);
    let token = RefreshToken::first(user.tenant.clone(), user.id.clone(), id, [1; 32], [2; 32]);
    (Session::start(&token, SignIn::by(SignInMethod::Password), now), token)
}

/// Makes an API key of a user that is good for 90 days, and its token.
pub fn api_key(user: &User, permissions: &[Permission], now: DateTime<Utc>) -> Result<(ApiKey, ApiKeyToken)> {
    let id = ApiKeyId::generate(now);
    let token = ApiKeyToken::make(user.tenant.clone(), user.id.clone(), id.clone(), [3; 32]);
    let key = ApiKey {
        id,
        tenant: user.tenant.clone(),
        user: user.id.clone(),
        name: "nightly export".parse()?,
        digest: token.digest(),
        permissions: permissions.iter().copied().collect(),
        revoked: false,
        created_at: now,
        expires_at: now + chrono::TimeDelta::days(90),
        version: Version::FIRST,
    };
    Ok((key, token))
}

/// Makes a role of a tenant's own.
pub fn role(name: &str, permissions: &[Permission], now: DateTime<Utc>) -> Result<CustomRole> {
    Ok(CustomRole {
        name: name.parse()?,
        description: format!("What a {name} does."),
        permissions: permissions.iter().copied().collect(),
        created_at: now,
        version: Version::FIRST,
    })
}

/// Makes an identity provider of a tenant.
pub fn provider(tenant: &TenantId, issuer: &str, audiences: &[&str], now: DateTime<Utc>) -> Result<IdentityProvider> {
    Ok(IdentityProvider {
        id: ProviderId::generate(now),
        tenant: tenant.clone(),
        name: "Staff".to_owned(),
        issuer: issuer.parse()?,
        audiences: audiences.iter().map(|audience| (*audience).to_owned()).collect(),
        jwks_uri: None,
        created_at: now,
        version: Version::FIRST,
    })
}

/// Returns the caller that a user is, with what the user's built-in roles permit.
pub fn caller_of(user: &User, credential: Credential) -> Caller {
    Caller {
        tenant: user.tenant.clone(),
        user: user.id.clone(),
        credential,
        permissions: RoleBook::empty(user.tenant.clone()).permissions(&user.roles),
    }
}

#[cfg(test)]
mod tests;
