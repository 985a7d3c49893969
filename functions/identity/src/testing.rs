//! What the tests of this context share: a tenant with one user, and keys to sign with.

use crate::{
    authorizer::Authorizer,
    key::generate,
    key_chain::KeyChain,
    password::Passwords,
    sign_in::{Doorkeeper, SessionKeeper},
    token::{TokenIssuer, TokenSettings},
    verifier::TokenVerifier,
};
use chrono::TimeDelta;
use pantheon_core::{
    identity::{KeyRing, SigningKey, Tenant, User},
    permission::Role,
};
use pantheon_testing::{
    identity::{MemoryIdentity, MemorySigningKeys, tenant, user},
    now,
};
use secrecy::SecretString;

pub(crate) const ISSUER: &str = "https://api.example.com";
pub(crate) const AUDIENCE: &str = "pantheon";
pub(crate) const EMAIL: &str = "ada@example.com";
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// A platform with one tenant and one user, kept for as long as the test's process.
pub(crate) struct World {
    pub(crate) store: &'static MemoryIdentity,
    pub(crate) source: &'static MemorySigningKeys,
    pub(crate) keys: &'static KeyChain<'static>,
    pub(crate) tokens: &'static TokenIssuer<'static>,
    pub(crate) passwords: &'static Passwords,
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
        let source = keep(MemorySigningKeys::of(KeyRing::of(vec![key.clone()]).unwrap()));
        let keys = keep(KeyChain::open(source, now()).await.unwrap());
        let settings = TokenSettings::new(ISSUER, AUDIENCE, TimeDelta::minutes(15)).unwrap();
        let passwords = keep(Passwords::new().unwrap());
        let tenant = tenant("Olympus", now()).unwrap();
        let hash = passwords.hash(&SecretString::from(PASSWORD)).unwrap();
        let user = User { password: hash, ..user(&tenant.id, EMAIL, &[role], now()).unwrap() };
        let store = keep(MemoryIdentity::default());
        store.put_tenant(tenant.clone());
        store.put_user(user.clone());
        Self { store, source, keys, tokens: keep(TokenIssuer::new(keys, settings)), passwords, key, tenant, user }
    }

    pub(crate) fn doorkeeper(&self) -> Doorkeeper<'static> {
        Doorkeeper { users: self.store, failures: self.store, passwords: self.passwords }
    }

    pub(crate) fn sessions(&self) -> SessionKeeper<'static> {
        SessionKeeper { users: self.store, sessions: self.store, tokens: self.tokens }
    }

    pub(crate) fn verifier(&self) -> TokenVerifier<'static> {
        TokenVerifier::new(self.keys, ISSUER, AUDIENCE)
    }

    pub(crate) fn authorizer(&self) -> Authorizer<'static> {
        Authorizer::new(self.verifier(), self.store)
    }

    /// Signs the user in and returns the access token and the refresh token.
    pub(crate) async fn sign_in(&self) -> (String, String) {
        tokens(&self.sessions().begin(&self.user, now()).await.unwrap())
    }
}

/// Reads a pair of tokens as a client does.
pub(crate) fn tokens(pair: &crate::token_pair::TokenPair) -> (String, String) {
    let pair = serde_json::to_value(pair).unwrap();
    let text = |name: &str| pair[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}
