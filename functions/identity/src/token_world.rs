//! What the tests of tokens and of the authorizers share: a tenant with one user, keys and buckets.

use crate::{
    authorizer::{Authorizer, NobodyElse},
    key::{generate, public_halves},
    key_chain::KeyChain,
    limiting::CallerLimits,
    published_keys::PublishedKeys,
    token::{TokenIssuer, TokenSettings},
    verifier::TokenVerifier,
};
use chrono::TimeDelta;
use pantheon_core::{
    identity::{Audience, KeyRing, RoleBook, Session, SigningKey, Tenant, User},
    limit::Quota,
    permission::Role,
};
use pantheon_testing::{
    identity::{MemoryIdentity, MemorySigningKeys, MemoryVerificationKeys, session, tenant, user},
    limit::MemoryLimits,
    now,
};
use secrecy::ExposeSecret;

pub(crate) const ISSUER: &str = "https://api.example.com";
pub(crate) const AUDIENCE: &str = "pantheon";

/// A platform with one tenant and one user, kept for as long as the test's process.
pub(crate) struct World {
    pub(crate) store: &'static MemoryIdentity,
    pub(crate) source: &'static MemoryVerificationKeys,
    pub(crate) published: &'static PublishedKeys<'static>,
    pub(crate) limits: &'static MemoryLimits,
    pub(crate) key: SigningKey,
    pub(crate) tenant: Tenant,
    pub(crate) user: User,
}

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

impl World {
    /// Makes a world whose user has this role.
    pub(crate) async fn with(role: Role) -> Self {
        let key = generate(now()).unwrap();
        let halves = public_halves(&KeyRing::of(vec![key.clone()]).unwrap()).unwrap();
        let source = keep(MemoryVerificationKeys::of(halves));
        let published = keep(PublishedKeys::open(source, now()).await.unwrap());
        let tenant = tenant("Olympus", now()).unwrap();
        let user = user(&tenant.id, "ada@example.com", &[role], now()).unwrap();
        let store = keep(MemoryIdentity::default());
        store.put_tenant(tenant.clone());
        store.put_user(user.clone());
        Self { store, source, published, limits: keep(MemoryLimits::default()), key, tenant, user }
    }

    pub(crate) fn verifier(&self) -> TokenVerifier<'static> {
        TokenVerifier::new(self.published, ISSUER, AUDIENCE)
    }

    pub(crate) fn caller_limits(&self) -> CallerLimits<'static> {
        CallerLimits { limits: self.limits, tenant: Quota::per_minute(6_000), principal: Quota::per_minute(600) }
    }

    pub(crate) fn authorizer(&self) -> Authorizer<'static> {
        Authorizer::new(self.verifier(), &NobodyElse, self.store, self.caller_limits())
    }

    /// Signs the user in to a part of the platform; returns the access token and the session.
    pub(crate) async fn sign_in(&self, audience: Audience) -> (String, Session) {
        self.sign_in_under(audience, &RoleBook::empty(self.tenant.id.clone())).await
    }

    /// Signs the user in where the tenant has roles of its own.
    pub(crate) async fn sign_in_under(&self, audience: Audience, roles: &RoleBook) -> (String, Session) {
        let (mut session, _) = session(&self.user, now());
        session.sign_in.audience = audience;
        self.store.put_session(session.clone());
        let source = MemorySigningKeys::of(KeyRing::of(vec![self.key.clone()]).unwrap());
        let keys = KeyChain::open(&source, now()).await.unwrap();
        let settings = TokenSettings::new(ISSUER, AUDIENCE, TimeDelta::minutes(15)).unwrap();
        let token = TokenIssuer::new(&keys, settings).issue(&self.user, &session, roles, now()).await.unwrap();
        (token.text.expose_secret().to_owned(), session)
    }
}
