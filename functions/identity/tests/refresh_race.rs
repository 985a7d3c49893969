//! Two clients present one refresh token at the same moment, a thousand times, to the real store.

#![expect(clippy::unwrap_used, reason = "what a test needs may panic as the test itself does")]

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use chrono::TimeDelta;
use dynoxide::{Database, server};
use pantheon_core::{
    Result,
    command::Commit,
    event::Origin,
    identity::{
        KeyRing, RefreshToken, SessionState, Sessions, SignIn, SignInMethod, Tenant, TenantCreated, Tenants, User,
    },
    permission::Role,
};
use pantheon_identity::{
    key::generate,
    key_chain::KeyChain,
    sealing::Sealing,
    sessions::SessionKeeper,
    token::{TokenIssuer, TokenSettings},
    token_pair::TokenPair,
};
use pantheon_store::Store;
use pantheon_testing::{
    identity::{MemorySigningKeys, user},
    now,
};
use serde_json::json;
use std::{net::Ipv4Addr, sync::Arc};
use tokio::{net::TcpListener, sync::Barrier};

const ROUNDS: usize = 1_000;
const TABLE: &str = "pantheon-test-identity";

/// Starts an empty table of our shape in this process.
async fn store() -> Store {
    let database = Database::memory().unwrap();
    let text = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let key = |name: &str, kind: &str| json!({ "AttributeName": name, "KeyType": kind });
    let table = json!({
        "TableName": TABLE,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [text("pk"), text("sk")],
        "KeySchema": [key("pk", "HASH"), key("sk", "RANGE")],
    });
    database.create_table(serde_json::from_value(table).unwrap()).unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(server::serve_on(listener, database));
    let credentials = Credentials::new("test", "test", None, None, "test");
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(endpoint)
        .build();
    Store::open(&sdk, TABLE).await.unwrap()
}

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Founds a tenant with one user.
async fn found(store: &Store) -> User {
    let tenant = pantheon_core::id::TenantId::generate(now());
    let user = user(&tenant, "ada@example.com", &[Role::Admin], now()).unwrap();
    let tenant = Tenant::made_for(&user, "Olympus".parse().unwrap(), true, now());
    let origin = Origin::of_system(tenant.id.clone(), "test", now());
    let fact = TenantCreated { tenant_id: tenant.id.clone(), name: tenant.name.to_string() };
    store.found(&tenant, &user, Commit::unasked().telling(&origin, &fact, tenant.version)).await.unwrap();
    user
}

async fn keeper(store: &'static Store) -> SessionKeeper<'static> {
    let ring = KeyRing::of(vec![generate(now()).unwrap()]).unwrap();
    let source = keep(MemorySigningKeys::of(ring));
    let keys = keep(KeyChain::open(source, now()).await.unwrap());
    let settings = TokenSettings::new("https://api.example.com", "pantheon", TimeDelta::minutes(15)).unwrap();
    let (tokens, sealing) = (keep(TokenIssuer::new(keys, settings)), keep(Sealing::new(&[7; 64]).unwrap()));
    SessionKeeper { users: store, roles: store, sessions: store, tokens, sealing }
}

fn refresh_token(pair: &TokenPair) -> RefreshToken {
    serde_json::to_value(pair).unwrap()["refresh_token"].as_str().unwrap().parse().unwrap()
}

/// Presents the token twice at the same moment.
async fn race(keeper: &'static SessionKeeper<'static>, token: &RefreshToken) -> [Result<TokenPair>; 2] {
    let start = Arc::new(Barrier::new(2));
    let rivals = [(); 2].map(|()| {
        let (start, token) = (Arc::clone(&start), token.clone());
        tokio::spawn(async move {
            start.wait().await;
            keeper.go_on(&token, None, now()).await
        })
    });
    let [one, other] = rivals;
    [one.await.unwrap(), other.await.unwrap()]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sells_one_pair_to_two_who_hold_one_token_and_then_none() {
    let store = keep(store().await);
    let user = found(store).await;
    let keeper = keep(keeper(store).await);

    for round in 0..ROUNDS {
        let sign_in = SignIn::by(SignInMethod::Password);
        let token = refresh_token(&keeper.begin(&user, sign_in, now()).await.unwrap());

        let outcomes = race(keeper, &token).await;

        let won: Vec<RefreshToken> =
            outcomes.iter().filter_map(|outcome| outcome.as_ref().ok().map(refresh_token)).collect();
        assert_eq!(won.len(), 1, "round {round}: {outcomes:?}");
        let session = store.session(token.tenant(), token.user(), token.session()).await.unwrap().unwrap();
        assert_eq!(session.state, SessionState::Revoked, "round {round}");
        let again = keeper.go_on(&won[0], None, now()).await;
        assert!(again.is_err(), "round {round}: the winner went on although the token was used twice");
    }
}
