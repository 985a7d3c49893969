//! What the tests of signing in share: a tenant with one user, and keys to sign and to seal with.

use crate::{
    key::generate,
    key_chain::KeyChain,
    password::{Cost, Passwords},
    sealing::Sealing,
    sessions::SessionKeeper,
    sign_in::Doorkeeper,
    token::{TokenIssuer, TokenSettings},
    totp,
};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Caller, Credential,
    identity::{
        KeyRing, RefreshToken, RoleBook, SecondFactor, Session, Sessions, SignIn, SignInMethod, SigningKey, Standing,
        Tenant, User, Users,
    },
    permission::Role,
};
use pantheon_testing::{
    identity::{MemoryIdentity, MemorySigningKeys, caller_of, tenant, user},
    now,
};
use secrecy::{ExposeSecret, SecretString};

const ISSUER: &str = "https://api.example.com";
const AUDIENCE: &str = "pantheon";
pub(crate) const EMAIL: &str = "ada@example.com";
pub(crate) const PASSWORD: &str = "correct horse battery staple";
/// Parameters that cost next to nothing.
pub(crate) const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

/// A platform with one tenant and one user, kept for as long as the test's process.
pub(crate) struct World {
    pub(crate) store: &'static MemoryIdentity,
    pub(crate) tokens: &'static TokenIssuer<'static>,
    pub(crate) passwords: &'static Passwords,
    pub(crate) sealing: &'static Sealing,
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
        let ring = KeyRing::of(vec![key.clone()]).unwrap();
        let source = keep(MemorySigningKeys::of(ring));
        let keys = keep(KeyChain::open(source, now()).await.unwrap());
        let settings = TokenSettings::new(ISSUER, AUDIENCE, TimeDelta::minutes(15)).unwrap();
        let passwords = keep(Passwords::of(CHEAP).unwrap());
        let sealing = keep(Sealing::new(&[7; 64]).unwrap());
        let tenant = tenant("Olympus", now()).unwrap();
        let hash = passwords.hash(&SecretString::from(PASSWORD)).unwrap();
        let user = User { password: Some(hash), ..user(&tenant.id, EMAIL, &[role], now()).unwrap() };
        let store = keep(MemoryIdentity::default());
        store.put_tenant(tenant.clone());
        store.put_user(user.clone());
        let tokens = keep(TokenIssuer::new(keys, settings));
        Self { store, tokens, passwords, sealing, key, tenant, user }
    }

    /// Makes a world whose user has an authenticator, and returns the recovery codes too.
    pub(crate) async fn with_authenticator(role: Role) -> (Self, Vec<SecretString>) {
        let mut world = Self::with(role).await;
        let (codes, digests) = totp::recovery_codes(world.sealing, &world.user).unwrap();
        let factor = totp::enroll(world.sealing, &world.user, now()).unwrap().factor.confirmed(1, digests);
        world.user = User { second_factor: Some(factor), ..world.user };
        world.store.put_user(world.user.clone());
        (world, codes)
    }

    pub(crate) fn doorkeeper(&self) -> Doorkeeper<'static> {
        Doorkeeper { users: self.store, failures: self.store, passwords: self.passwords, sealing: self.sealing }
    }

    pub(crate) fn sessions(&self) -> SessionKeeper<'static> {
        let Self { store, tokens, sealing, .. } = *self;
        SessionKeeper { users: store, roles: store, sessions: store, tokens, sealing }
    }

    /// Signs the user in with a password and returns the access token and the refresh token.
    pub(crate) async fn sign_in(&self) -> (String, String) {
        tokens(&self.sessions().begin(&self.user, SignIn::by(SignInMethod::Password), now()).await.unwrap())
    }

    /// Signs the user in and returns who asks with that session.
    pub(crate) async fn caller(&self) -> Caller {
        let (_, refresh) = self.sign_in().await;
        self.holder_of(&refresh)
    }

    /// Returns who asks with the session of a refresh token.
    pub(crate) fn holder_of(&self, refresh: &str) -> Caller {
        let token: RefreshToken = refresh.parse().unwrap();
        caller_of(&self.user, Credential::Session(token.session().clone()))
    }

    /// Reads the user as they are now.
    pub(crate) async fn user_now(&self) -> User {
        self.store.user(&self.tenant.id, &self.user.id).await.unwrap().unwrap()
    }

    /// Reads the session of a caller as it is now.
    pub(crate) async fn session_of(&self, caller: &Caller) -> Session {
        let session = self.store.session(&caller.tenant, &caller.user, caller.session().unwrap()).await;
        session.unwrap().unwrap()
    }

    /// Tells whether requests with the session of the caller are let in at this moment.
    pub(crate) async fn lets_in(&self, caller: &Caller) -> bool {
        let (session, user) = (self.session_of(caller).await, self.user_now().await);
        Standing::of_session(&session, &user, &RoleBook::empty(user.tenant.clone())).is_good(now())
    }

    /// Plays the authenticator: returns the code that it shows.
    pub(crate) fn shown(&self, factor: &SecondFactor, at: DateTime<Utc>) -> String {
        let secret = self.sealing.open(&self.user.id, &factor.sealed_secret).unwrap();
        code_of(&secret, at)
    }
}

/// Returns the code that an authenticator with this secret shows.
pub(crate) fn code_of(secret: &[u8], at: DateTime<Utc>) -> String {
    let totp = totp_rs::Builder::new().with_account_name("ada").with_secret(secret.to_vec()).build().unwrap();
    totp.generate(u64::try_from(at.timestamp()).unwrap()).to_string()
}

/// Reads a pair of tokens as a client does.
pub(crate) fn tokens(pair: &crate::token_pair::TokenPair) -> (String, String) {
    let pair = serde_json::to_value(pair).unwrap();
    let text = |name: &str| pair[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}

/// Shows a secret to a test.
pub(crate) fn shown(secret: &SecretString) -> &str {
    secret.expose_secret()
}
