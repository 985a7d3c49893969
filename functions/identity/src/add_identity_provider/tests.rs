use super::*;
use crate::external::samples::{CLIENT, ISSUER, Signer, changed, publish};
use pantheon_testing::{
    code,
    identity::{MemoryIdentity, provider},
    load_request, now,
    outbound::FakeOutbound,
    request, stranger, tenant, violations,
};
use serde_json::{Value, json};

struct Setting {
    store: MemoryIdentity,
    outbound: FakeOutbound,
}

impl Setting {
    fn new() -> Self {
        let outbound = FakeOutbound::default();
        publish(&outbound, ISSUER, &[Signer::ec().jwk("k1")]);
        Self { store: MemoryIdentity::default(), outbound }
    }

    async fn add(&self, changes: &Value) -> Result<Json<IdentityProviderView>> {
        let body = json!({ "name": " Staff ", "issuer": ISSUER, "audiences": [CLIENT] });
        self.send(request().caller(Permission::ALL).body(changed(&body, changes)).build()).await
    }

    async fn send(&self, request: Request) -> Result<Json<IdentityProviderView>> {
        let settings = TrustSettings {
            issuer: "https://api.example.com".to_owned(),
            origins: vec!["http://127.0.0.1:4566".to_owned()],
        };
        handle(&self.store, &Issuers::new(&self.outbound), &settings, request).await
    }
}

#[tokio::test]
async fn trusts_an_issuer_that_answers_with_its_keys() {
    let setting = Setting::new();

    let answer = setting.add(&json!({})).await.unwrap();

    assert_eq!(answer.status(), 201);
    let kept = &setting.store.providers(&tenant()).await.unwrap()[0];
    assert_eq!((kept.name.as_str(), kept.issuer.as_str(), kept.created_at), ("Staff", ISSUER, now()));
    assert_eq!(answer.body, IdentityProviderView::from(kept.clone()));
    assert_eq!(setting.store.told(), ["identity_provider.added"]);
}

#[tokio::test]
async fn answers_the_sample_event() {
    let setting = Setting::new();
    let issuer = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example";
    publish(&setting.outbound, issuer, &[Signer::rsa().jwk("k1")]);

    setting.send(load_request("identity/add-identity-provider")).await.unwrap();
}

#[tokio::test]
async fn points_at_what_is_wrong() {
    let many: Vec<String> = (0..11).map(|number| format!("client-{number}")).collect();
    for (changes, pointer) in [
        (json!({ "name": "" }), "/name"),
        (json!({ "name": "a\nb" }), "/name"),
        (json!({ "name": "a".repeat(101) }), "/name"),
        (json!({ "issuer": "accounts.example.com" }), "/issuer"),
        (json!({ "issuer": "https://api.example.com" }), "/issuer"),
        (json!({ "audiences": [] }), "/audiences"),
        (json!({ "audiences": many }), "/audiences"),
        (json!({ "audiences": ["a b"] }), "/audiences/0"),
        (json!({ "audiences": ["a", ""] }), "/audiences/0"),
        (json!({ "jwks_uri": "https://evil.example/keys" }), "/jwks_uri"),
        (json!({ "jwks_uri": "http://login.example.com/keys" }), "/jwks_uri"),
        (json!({ "jwks_uri": "https://login.example.com:8443/keys" }), "/jwks_uri"),
        (json!({ "jwks_uri": "keys" }), "/jwks_uri"),
        (json!({ "jwks_uri": "http://127.0.0.1:4567/keys" }), "/jwks_uri"),
        (json!({ "tenant_id": "tnt_0195f6a0-7c1e-7d43-9a55-0000000000ff" }), "/tenant_id"),
    ] {
        let setting = Setting::new();
        assert_eq!(violations(setting.add(&changes).await), [pointer], "{changes}");
        assert!(setting.store.told().is_empty());
    }
}

#[tokio::test]
async fn trusts_no_issuer_that_does_not_answer_as_it_should() {
    let setting = Setting::new();
    assert_eq!(violations(setting.add(&json!({ "issuer": "https://nobody.example" })).await), ["/issuer"]);
    assert_eq!(violations(setting.add(&json!({ "jwks_uri": format!("{ISSUER}/gone") })).await), ["/jwks_uri"]);

    publish(&setting.outbound, ISSUER, &[]);
    assert_eq!(violations(setting.add(&json!({})).await), ["/issuer"]);
}

#[tokio::test]
async fn reads_keys_at_the_origin_of_the_issuer_or_at_an_exception() {
    let keys = json!({ "keys": [Signer::ec().jwk("k1")] });
    for place in ["https://login.example.com/other", "http://127.0.0.1:4566/pool/keys"] {
        let setting = Setting::new();
        setting.outbound.put(place, 200, &keys);
        assert!(setting.add(&json!({ "jwks_uri": place })).await.is_ok(), "{place}");
    }
}

#[tokio::test]
async fn trusts_no_audience_twice_whoever_trusts_it() {
    let setting = Setting::new();
    setting.store.put_provider(provider(&stranger(), ISSUER, &[CLIENT], now()).unwrap());

    assert_eq!(code(setting.add(&json!({})).await), "conflict");
    assert!(setting.add(&json!({ "audiences": ["another"] })).await.is_ok());
}

#[tokio::test]
async fn trusts_ten_and_no_more() {
    let setting = Setting::new();
    for number in 0..IdentityProvider::MOST {
        let client = format!("client-{number}");
        setting.store.put_provider(provider(&tenant(), ISSUER, &[&client], now()).unwrap());
    }

    assert_eq!(code(setting.add(&json!({})).await), "conflict");
}

#[tokio::test]
async fn lets_nobody_decide_who_vouches_for_users_that_may_do_more() {
    let setting = Setting::new();
    let body = json!({ "name": "Staff", "issuer": ISSUER, "audiences": [CLIENT] });
    for permissions in [&[Permission::ProvidersRead][..], &[Permission::ProvidersWrite], &[]] {
        let request = request().caller(permissions).body(body.clone()).build();
        assert_eq!(code(setting.send(request).await), "forbidden");
    }
    assert_eq!(code(setting.send(request().body(body).build()).await), "unauthenticated");
}
