use super::*;
use crate::{
    external::{
        ExternalTokens, Issuers,
        samples::{CLIENT, ISSUER, Signer, access_claims, changed, cognito_claims, id_claims, publish},
    },
    key::public_halves,
    published_keys::PublishedKeys,
    testing::{World, tokens},
    verifier::TokenVerifier,
};
use chrono::TimeDelta;
use pantheon_core::{
    identity::{KeyRing, Session, SignInMethod, User},
    permission::Role,
};
use pantheon_testing::{
    code,
    identity::{self, MemoryVerificationKeys},
    now,
    outbound::FakeOutbound,
    request, violations,
};
use serde_json::{Value, json};

/// A platform whose tenant trusts an issuer.
struct Desk {
    world: World,
    signer: Signer,
    exchange: TokenExchange<'static>,
}

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

impl Desk {
    async fn new() -> Self {
        let world = World::with(Role::Operator).await;
        let (outbound, signer) = (keep(FakeOutbound::default()), Signer::ec());
        publish(outbound, ISSUER, &[signer.jwk("k1")]);
        world.store.put_provider(identity::provider(&world.tenant.id, ISSUER, &[CLIENT], now()).unwrap());
        let halves = public_halves(&KeyRing::of(vec![world.key.clone()]).unwrap()).unwrap();
        let source = keep(MemoryVerificationKeys::of(halves));
        let published = keep(PublishedKeys::open(source, now()).await.unwrap());
        let verifier = keep(TokenVerifier::new(published, "https://api.example.com", "pantheon"));
        let issuers = keep(Issuers::new(outbound));
        let external = keep(ExternalTokens { providers: world.store, users: world.store, issuers });
        let sessions = keep(world.sessions());
        let exchange = TokenExchange { verifier, external, tenants: world.store, sessions };
        Self { world, signer, exchange }
    }

    async fn send(&self, body: Value) -> Result<Json<TokenPair>> {
        handle(&self.exchange, request().route("POST", "/v1/auth/token/exchange").body(body).build()).await
    }

    async fn exchange(&self, token: &str, kind: &str, audience: &str) -> Result<(String, Session)> {
        let body = json!({ "subject_token": token, "subject_token_type": kind, "audience": audience });
        let (access, refresh) = tokens(&self.send(body).await?.body);
        Ok((access, self.world.session_of(&self.world.holder_of(&refresh)).await))
    }

    fn signed(&self, kind: &str, claims: &Value) -> String {
        self.signer.sign(&json!({ "alg": "ES256", "kid": "k1", "typ": kind }), claims)
    }

    fn id_token(&self) -> String {
        self.signed("JWT", &id_claims())
    }
}

#[tokio::test]
async fn gives_a_session_of_another_audience_that_ends_no_later() {
    let desk = Desk::new().await;
    let (access, refresh) = desk.world.sign_in().await;
    let holder = desk.world.holder_of(&refresh);
    let short = now() + TimeDelta::days(3);
    let first = desk.world.session_of(&holder).await;
    desk.world.store.put_session(Session { expires_at: short, ..first.clone() });

    let (mobile, session) = desk.exchange(&access, "access_token", "mobile").await.unwrap();

    assert_ne!(session.id, first.id);
    assert_eq!((session.sign_in.method, session.sign_in.audience), (SignInMethod::Exchange, Audience::Mobile));
    assert_eq!(session.expires_at, short);
    let claims = crate::verifier::TokenVerifier::is_foreign(desk.exchange.verifier, &mobile);
    assert!(!claims);
    let verified = desk.exchange.verifier.verify(&mobile, now()).await.unwrap();
    assert_eq!(verified.audience, Audience::Mobile);
}

#[tokio::test]
async fn gives_a_telephone_nothing_wider() {
    let desk = Desk::new().await;
    let (access, _) = desk.world.sign_in().await;
    let (mobile, _) = desk.exchange(&access, "access_token", "mobile").await.unwrap();

    for audience in ["api", "cli", "dashboard"] {
        assert_eq!(code(desk.exchange(&mobile, "access_token", audience).await), "forbidden", "{audience}");
    }
    assert!(desk.exchange(&mobile, "access_token", "mobile").await.is_ok());
    let (cli, _) = desk.exchange(&access, "access_token", "cli").await.unwrap();
    assert!(desk.exchange(&cli, "access_token", "dashboard").await.is_ok());
}

#[tokio::test]
async fn exchanges_no_token_whose_session_is_over() {
    let desk = Desk::new().await;
    let (access, refresh) = desk.world.sign_in().await;
    let session = desk.world.session_of(&desk.world.holder_of(&refresh)).await;
    desk.world.store.put_session(session.end(now()).unwrap());
    assert_eq!(code(desk.exchange(&access, "access_token", "api").await), "unauthenticated");

    for change in [
        |user: &User| user.disabled(now()).unwrap(),
        |user: &User| user.signed_out(now() + TimeDelta::seconds(1)),
        |user: &User| user.with_roles([Role::Viewer.into()].into()),
    ] {
        let desk = Desk::new().await;
        let (access, _) = desk.world.sign_in().await;
        desk.world.store.put_user(change(&desk.world.user));
        assert_eq!(code(desk.exchange(&access, "access_token", "api").await), "unauthenticated");
    }
}

#[tokio::test]
async fn exchanges_no_api_key_no_refresh_token_and_nothing_made_up() {
    let desk = Desk::new().await;
    let (access, refresh) = desk.world.sign_in().await;
    let (_, key) = identity::api_key(&desk.world.user, &[], now()).unwrap();

    let key = crate::testing::shown(key.text()).to_owned();
    assert_eq!(code(desk.exchange(&key, "access_token", "api").await), "forbidden");
    assert_eq!(code(desk.exchange(&refresh, "access_token", "api").await), "unauthenticated");
    assert_eq!(code(desk.exchange("made.up.token", "access_token", "api").await), "unauthenticated");
    assert_eq!(violations(desk.exchange(&access, "id_token", "api").await), ["/subject_token_type"]);
}

#[tokio::test]
async fn signs_in_who_a_trusted_issuer_vouches_for_and_links_them() {
    let desk = Desk::new().await;

    let (_, session) = desk.exchange(&desk.id_token(), "id_token", "cli").await.unwrap();

    assert_eq!((session.sign_in.method, session.sign_in.audience), (SignInMethod::Provider, Audience::Cli));
    assert_eq!(session.user, desk.world.user.id);
    assert_eq!(desk.world.store.told(), ["user.identity_linked", "session.started"]);
    let access = desk.signed("at+jwt", &access_claims());
    let cognito = desk.signed("JWT", &cognito_claims());
    for token in [access, cognito] {
        assert!(desk.exchange(&token, "access_token", "api").await.is_ok());
    }
}

#[tokio::test]
async fn links_nobody_by_an_access_token() {
    let desk = Desk::new().await;
    let claims = changed(&access_claims(), &json!({ "email": "ada@example.com", "email_verified": true }));

    assert_eq!(code(desk.exchange(&desk.signed("at+jwt", &claims), "access_token", "api").await), "unauthenticated");
    assert!(desk.world.user_now().await.identities.is_empty());
}

#[tokio::test]
async fn takes_no_token_for_one_of_the_other_kind() {
    let desk = Desk::new().await;
    let access = desk.signed("at+jwt", &access_claims());

    assert_eq!(code(desk.exchange(&access, "id_token", "api").await), "unauthenticated");
    assert_eq!(code(desk.exchange(&desk.id_token(), "access_token", "api").await), "unauthenticated");
}

#[tokio::test]
async fn links_only_users_of_the_tenant_that_trusts_the_issuer() {
    let desk = Desk::new().await;
    let other = identity::tenant("Athens", now()).unwrap();
    let user = identity::user(&other.id, "pallas@example.com", &[Role::Admin], now()).unwrap();
    desk.world.store.put_tenant(other);
    desk.world.store.put_user(user.clone());
    let claims = changed(&id_claims(), &json!({ "email": "pallas@example.com", "sub": "user-2" }));

    assert_eq!(code(desk.exchange(&desk.signed("JWT", &claims), "id_token", "api").await), "unauthenticated");
    let unverified = changed(&id_claims(), &json!({ "email_verified": false }));
    assert_eq!(code(desk.exchange(&desk.signed("JWT", &unverified), "id_token", "api").await), "unauthenticated");
    let uninvited = changed(&id_claims(), &json!({ "email": "nobody@example.com" }));
    assert_eq!(code(desk.exchange(&desk.signed("JWT", &uninvited), "id_token", "api").await), "unauthenticated");
}

#[tokio::test]
async fn points_at_what_is_wrong() {
    let desk = Desk::new().await;
    for (change, pointer) in [
        (json!({ "subject_token_type": "saml" }), "/subject_token_type"),
        (json!({ "audience": "toaster" }), "/audience"),
        (json!({ "scope": "everything" }), "/scope"),
    ] {
        let body = json!({ "subject_token": "a", "subject_token_type": "access_token", "audience": "api" });
        assert_eq!(violations(desk.send(changed(&body, &change)).await), [pointer]);
    }
}
