use super::{
    samples::{
        CLIENT, ISSUER, KEYS, Signer, access_claims, changed, cognito_claims, id_claims, message, publish,
        sign_with_secret,
    },
    *,
};
use chrono::TimeDelta;
use pantheon_core::{identity::User, permission::Role};
use pantheon_testing::{
    identity::{MemoryIdentity, provider, tenant, user},
    now,
    outbound::FakeOutbound,
    stranger,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A tenant that trusts somebody, and that somebody.
struct Trust {
    outbound: &'static FakeOutbound,
    store: &'static MemoryIdentity,
    external: ExternalTokens<'static>,
    signer: Signer,
    provider: IdentityProvider,
    user: User,
}

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

impl Trust {
    fn new(signer: Signer) -> Self {
        let (outbound, store) = (keep(FakeOutbound::default()), keep(MemoryIdentity::default()));
        publish(outbound, ISSUER, &[signer.jwk("k1")]);
        let tenant = tenant("Olympus", now()).unwrap();
        let user = user(&tenant.id, "ada@example.com", &[Role::Operator], now()).unwrap();
        let provider = provider(&tenant.id, ISSUER, &[CLIENT], now()).unwrap();
        store.put_user(user.clone());
        store.put_provider(provider.clone());
        let external = ExternalTokens { providers: store, users: store, issuers: keep(Issuers::new(outbound)) };
        Self { outbound, store, external, signer, provider, user }
    }

    fn header(&self) -> Value {
        json!({ "alg": self.signer.algorithm(), "kid": "k1", "typ": "JWT" })
    }

    fn signed(&self, header: &Value, claims: &Value) -> String {
        self.signer.sign(&changed(&self.header(), header), claims)
    }

    async fn read(&self, token: &str, kind: Kind) -> Result<Said> {
        self.external.read(token, kind, now()).await.map(|(_, said)| said)
    }

    async fn id(&self, changes: &Value) -> Result<Said> {
        self.read(&self.signed(&json!({}), &changed(&id_claims(), changes)), Kind::Id).await
    }

    async fn access(&self, changes: &Value) -> Result<Said> {
        let token = self.signed(&json!({ "typ": "at+jwt" }), &changed(&access_claims(), changes));
        self.read(&token, Kind::Access).await
    }

    async fn cognito(&self, changes: &Value) -> Result<Said> {
        let token = self.signed(&json!({ "typ": null }), &changed(&cognito_claims(), changes));
        self.read(&token, Kind::Access).await
    }

    fn fetches(&self) -> usize {
        self.outbound.sent_to(KEYS).len()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "tests read best when they hand over what they have at hand")]
#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>) {
    assert!(matches!(result, Err(Error::Unauthenticated { .. })), "{result:?}");
}

#[tokio::test]
async fn believes_id_tokens_of_both_kinds_of_keys() {
    for signer in [Signer::ec(), Signer::rsa()] {
        let said = Trust::new(signer).id(&json!({})).await.unwrap();

        assert_eq!((said.identity.issuer.as_str(), said.identity.subject.as_str()), (ISSUER, "user-1"));
        assert_eq!(said.email.unwrap().as_str(), "ada@example.com");
        assert_eq!(said.expires_at, now() + TimeDelta::seconds(600));
    }
}

#[tokio::test]
async fn believes_access_tokens_of_the_standard_and_of_cognito() {
    let trust = Trust::new(Signer::rsa());

    assert_eq!(trust.access(&json!({})).await.unwrap().identity.subject, "user-1");
    assert_eq!(trust.access(&json!({ "aud": CLIENT })).await.unwrap().identity.subject, "user-1");
    assert_eq!(trust.cognito(&json!({})).await.unwrap().identity.subject, "user-1");
}

#[tokio::test]
async fn takes_no_token_for_one_of_the_other_kind() {
    let trust = Trust::new(Signer::ec());
    let id = trust.signed(&json!({}), &id_claims());
    let cognito_id = trust.signed(&json!({}), &changed(&id_claims(), &json!({ "token_use": "id" })));
    let access = trust.signed(&json!({ "typ": "at+jwt" }), &access_claims());
    let long = trust.signed(&json!({ "typ": "application/AT+JWT" }), &access_claims());
    let cognito = trust.signed(&json!({}), &cognito_claims());
    let with_audience = trust.signed(&json!({}), &changed(&cognito_claims(), &json!({ "aud": CLIENT })));

    for token in [&id, &cognito_id] {
        refused(trust.read(token, Kind::Access).await);
        assert!(trust.read(token, Kind::Id).await.is_ok());
    }
    for token in [&access, &long, &cognito] {
        refused(trust.read(token, Kind::Id).await);
        assert!(trust.read(token, Kind::Access).await.is_ok());
    }
    refused(trust.read(&with_audience, Kind::Id).await);
    refused(trust.access(&json!({ "token_use": "id" })).await);
    refused(trust.read(&trust.signed(&json!({ "typ": "logout+jwt" }), &id_claims()), Kind::Id).await);
    refused(trust.read(&trust.signed(&json!({ "typ": "at+jwt" }), &id_claims()), Kind::Id).await);
}

#[tokio::test]
async fn believes_nothing_that_is_for_somebody_else_or_out_of_time() {
    let trust = Trust::new(Signer::ec());
    let at = |seconds: i64| now().timestamp() + seconds;
    for changes in [
        json!({ "iss": "https://login.example.com/other" }),
        json!({ "iss": format!("{ISSUER}/") }),
        json!({ "iss": null }),
        json!({ "iss": 1 }),
        json!({ "aud": "client-2" }),
        json!({ "aud": null }),
        json!({ "aud": [] }),
        json!({ "aud": {} }),
        json!({ "aud": [CLIENT, "client-2"] }),
        json!({ "aud": [CLIENT, "client-2"], "azp": "client-2" }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": "a b" }),
        json!({ "sub": "a".repeat(256) }),
        json!({ "sub": 7 }),
        json!({ "exp": null }),
        json!({ "exp": at(0) }),
        json!({ "exp": at(-1) }),
        json!({ "exp": "soon" }),
        json!({ "exp": 1e300 }),
        json!({ "exp": at(25 * 3_600) }),
        json!({ "iat": at(61) }),
        json!({ "nbf": at(61) }),
    ] {
        refused(trust.id(&changes).await);
    }
    for changes in [
        json!({ "aud": [CLIENT] }),
        json!({ "aud": [CLIENT, "client-2"], "azp": CLIENT }),
        json!({ "exp": 1_795_252_200.5 }),
        json!({ "iat": null }),
        json!({ "iat": at(59), "nbf": at(59) }),
    ] {
        assert!(trust.id(&changes).await.is_ok(), "{changes}");
    }
}

#[tokio::test]
async fn takes_an_address_only_if_it_was_verified() {
    let trust = Trust::new(Signer::ec());
    for verified in [json!(false), Value::Null, json!("false"), json!("yes"), json!(1)] {
        let said = trust.id(&json!({ "email_verified": verified })).await.unwrap();
        assert_eq!(said.email, None, "{verified}");
    }
    assert_eq!(trust.id(&json!({ "email": "no address" })).await.unwrap().email, None);
    assert!(trust.id(&json!({ "email_verified": "true" })).await.unwrap().email.is_some());
}

#[tokio::test]
async fn believes_no_token_that_somebody_else_has_signed() {
    for (trust, other) in [(Trust::new(Signer::ec()), Signer::ec()), (Trust::new(Signer::rsa()), Signer::rsa())] {
        let good = trust.signed(&json!({}), &id_claims());
        let (body, signature) = good.rsplit_once('.').unwrap();
        let key = serde_json::to_string(&trust.signer.jwk("k1")).unwrap();
        for token in [
            other.sign(&trust.header(), &id_claims()),
            other.sign(&changed(&trust.header(), &json!({ "jwk": other.jwk("k1") })), &id_claims()),
            other.sign(&changed(&trust.header(), &json!({ "jku": "https://evil.example/keys" })), &id_claims()),
            format!("{}.", message(&json!({ "alg": "none", "kid": "k1" }), &id_claims())),
            format!("{}.{signature}", message(&json!({ "alg": "none", "kid": "k1" }), &id_claims())),
            sign_with_secret(trust.signer.public(), &json!({ "alg": "HS256", "kid": "k1" }), &id_claims()),
            sign_with_secret(key.as_bytes(), &json!({ "alg": "HS256", "kid": "k1" }), &id_claims()),
            trust.signed(&json!({ "alg": "RS512" }), &id_claims()),
            trust.signed(
                &json!({ "alg": if trust.signer.algorithm() == "ES256" { "RS256" } else { "ES256" } }),
                &id_claims(),
            ),
            trust.signed(&json!({ "crit": ["exp"], "exp": 1 }), &id_claims()),
            trust.signed(&json!({ "alg": null }), &id_claims()),
            format!("{body}."),
            body.to_owned(),
            format!("{good}.x"),
            format!("{}.{signature}", message(&trust.header(), &changed(&id_claims(), &json!({ "sub": "user-2" })))),
        ] {
            refused(trust.read(&token, Kind::Id).await);
        }
        assert!(trust.read(&good, Kind::Id).await.is_ok());
    }
}

#[tokio::test]
async fn believes_no_token_that_says_something_twice_or_too_much() {
    let trust = Trust::new(Signer::ec());
    let claims = id_claims().to_string();
    let twice = claims.replacen('{', r#"{"sub":"user-0","#, 1);
    let header = json!({ "alg": "ES256", "kid": "k1" });
    let raw = {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}", encode(&header.to_string()), encode(&twice))
    };
    refused(trust.read(&format!("{raw}.AAAA"), Kind::Id).await);

    refused(trust.id(&json!({ "groups": "g".repeat(9_000) })).await);
    assert_eq!(trust.fetches(), 0);
}

#[tokio::test]
async fn asks_nobody_about_tokens_of_issuers_that_no_tenant_trusts() {
    let trust = Trust::new(Signer::ec());

    refused(trust.id(&json!({ "iss": "https://evil.example" })).await);
    refused(trust.id(&json!({ "aud": "client-2" })).await);

    assert_eq!(trust.fetches(), 0);
}

#[tokio::test]
async fn fetches_keys_once_however_many_strange_tokens_come() {
    let trust = Trust::new(Signer::ec());
    trust.id(&json!({})).await.unwrap();
    for number in 0..50 {
        refused(trust.read(&trust.signed(&json!({ "kid": format!("k{number}x") }), &id_claims()), Kind::Id).await);
        refused(trust.read(&trust.signed(&json!({ "alg": "RS256" }), &id_claims()), Kind::Id).await);
    }
    assert_eq!(trust.fetches(), 1);
}

#[tokio::test]
async fn follows_an_issuer_that_changes_its_keys() {
    let trust = Trust::new(Signer::ec());
    trust.id(&json!({})).await.unwrap();
    let next = Signer::rsa();
    publish(trust.outbound, ISSUER, &[trust.signer.jwk("k1"), next.jwk("k2")]);
    let token = next.sign(&json!({ "alg": "RS256", "kid": "k2" }), &id_claims());

    refused(trust.external.read(&token, Kind::Id, now()).await);
    let later = now() + TimeDelta::seconds(30);
    assert!(trust.external.read(&token, Kind::Id, later).await.is_ok());
    assert_eq!(trust.fetches(), 2);
}

#[tokio::test]
async fn says_that_an_issuer_is_silent_and_fails_nothing_else() {
    let trust = Trust::new(Signer::ec());
    trust.outbound.take_down(KEYS);

    refused(trust.id(&json!({})).await);

    trust.outbound.put(KEYS, 500, &json!({}));
    refused(
        trust.external.read(&trust.signed(&json!({}), &id_claims()), Kind::Id, now() + TimeDelta::minutes(1)).await,
    );
}

#[tokio::test]
async fn believes_no_discovery_document_that_names_another_issuer() {
    let trust = Trust::new(Signer::ec());
    let place = format!("{ISSUER}/.well-known/openid-configuration");
    trust.outbound.put(&place, 200, &json!({ "issuer": "https://evil.example", "jwks_uri": KEYS }));

    refused(trust.id(&json!({})).await);
    assert_eq!(trust.fetches(), 0);
}

#[tokio::test]
async fn reads_keys_where_the_tenant_says_they_are() {
    let trust = Trust::new(Signer::ec());
    let place = "https://login.example.com/elsewhere";
    trust.store.put_provider(IdentityProvider { jwks_uri: Some(place.to_owned()), ..trust.provider.clone() });
    trust.outbound.put(place, 200, &json!({ "keys": [trust.signer.jwk("k1")] }));

    assert!(trust.id(&json!({})).await.is_ok());
    assert_eq!((trust.fetches(), trust.outbound.sent_to(place).len()), (0, 1));
}

#[tokio::test]
async fn vouches_for_users_who_are_linked() {
    let trust = Trust::new(Signer::ec());
    let token = trust.signed(&json!({ "typ": "at+jwt" }), &access_claims());
    refused(trust.external.identify(&token, now()).await);

    let said = trust.access(&json!({})).await.unwrap();
    trust.store.put_user(trust.user.linked(said.identity).unwrap());
    let vouched = trust.external.identify(&token, now()).await.unwrap();

    let Vouched { tenant, user, provider, expires_at } = vouched;
    assert_eq!(
        (tenant, user, provider),
        (trust.provider.tenant.clone(), trust.user.id.clone(), trust.provider.id.clone())
    );
    assert_eq!(expires_at, now() + TimeDelta::seconds(600));
    refused(trust.external.identify(&trust.signed(&json!({}), &id_claims()), now()).await);
}

#[tokio::test]
async fn vouches_for_nobody_of_another_tenant() {
    let trust = Trust::new(Signer::ec());
    let said = trust.access(&json!({})).await.unwrap();
    let other = user(&stranger(), "pallas@example.com", &[Role::Admin], now()).unwrap();
    trust.store.put_user(other.linked(said.identity).unwrap());

    refused(trust.external.identify(&trust.signed(&json!({ "typ": "at+jwt" }), &access_claims()), now()).await);
}

#[tokio::test]
async fn checks_an_issuer_before_it_is_trusted() {
    let trust = Trust::new(Signer::ec());
    let source = Source { issuer: ISSUER.parse().unwrap(), jwks_uri: None };
    assert!(trust.external.issuers.check(&source, now()).await.is_ok());

    let invalid = |result: Result<()>| {
        let Err(Error::Invalid { violations }) = result else { panic!("{result:?}") };
        violations[0].pointer.clone()
    };
    publish(trust.outbound, ISSUER, &[json!({ "kty": "oct", "k": "c2VjcmV0" })]);
    assert_eq!(invalid(trust.external.issuers.check(&source, now()).await), "/issuer");
    let nobody = Source { issuer: "https://nobody.example".parse().unwrap(), jwks_uri: None };
    assert_eq!(invalid(trust.external.issuers.check(&nobody, now()).await), "/issuer");
    let nowhere = Source { jwks_uri: Some("https://login.example.com/gone".to_owned()), ..source };
    assert_eq!(invalid(trust.external.issuers.check(&nowhere, now()).await), "/jwks_uri");
}

proptest! {
    #[test]
    fn never_panics(token in "[A-Za-z0-9_.-]{0,200}", claims in ".{0,80}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outbound = FakeOutbound::default();
        let (store, issuers) = (MemoryIdentity::default(), Issuers::new(&outbound));
        let external = ExternalTokens { providers: &store, users: &store, issuers: &issuers };
        let wrapped = message(&json!({ "alg": "ES256" }), &json!(claims));
        for token in [token, format!("{wrapped}.AAAA")] {
            prop_assert!(runtime.block_on(external.read(&token, Kind::Id, now())).is_err());
        }
    }
}
