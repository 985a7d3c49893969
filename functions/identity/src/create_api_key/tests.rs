use super::*;
use crate::administration::testing::{Office, claimed};
use chrono::TimeDelta;
use pantheon_core::{Credential, id::ProviderId, identity::User};
use pantheon_testing::{code, identity::api_key, load_request, now, request, violations};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

async fn operator(office: &Office) -> (User, Caller) {
    let user = office.user("operator", &["operator"]).await;
    let caller = office.caller(&user).await;
    (user, caller)
}

async fn make(office: &Office, caller: &Caller, body: Value) -> Result<Json<NewApiKeyView>> {
    handle(&office.store, claimed(request().called_by(caller).body(body).build())).await
}

fn export() -> Value {
    json!({ "name": "nightly export", "permissions": ["scans:read"] })
}

fn token(answer: &Json<NewApiKeyView>) -> ApiKeyToken {
    json!(answer.body)["secret"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn makes_a_key_for_ninety_days_unless_told_otherwise() {
    let office = Office::open();
    let (_, caller) = operator(&office).await;

    let told = handle(&office.store, claimed(load_request("identity/create-api-key"))).await.unwrap();
    let usual = make(&office, &caller, export()).await.unwrap();

    assert_eq!((told.status(), told.body.key.expires_at), (201, now() + TimeDelta::days(30)));
    assert_eq!((usual.body.key.expires_at, usual.body.key.good), (now() + TimeDelta::days(90), true));
    let kept = office.store.api_key(&caller.tenant, &caller.user, &usual.body.key.id).await.unwrap().unwrap();
    assert!(kept.admits(&token(&usual), now()));
    assert_eq!(office.store.told(), ["api_key.created", "api_key.created"]);
}

#[tokio::test]
async fn shows_the_secret_once_and_keeps_its_digest_alone() {
    let office = Office::open();
    let (_, caller) = operator(&office).await;

    let answer = make(&office, &caller, export()).await.unwrap();

    let secret = token(&answer).text().expose_secret().to_owned();
    let recorded = office.recorded();
    assert_eq!((&recorded["body"]["secret"], &recorded["body"]["id"]), (&Value::Null, &json!(answer.body.key.id)));
    let kept = office.store.api_key(&caller.tenant, &caller.user, &answer.body.key.id).await.unwrap();
    assert!(!format!("{recorded} {kept:?} {:?} {answer:?}", office.store.events()).contains(&secret));
}

#[tokio::test]
async fn permits_no_more_than_its_maker() {
    let office = Office::open();
    let (_, caller) = operator(&office).await;
    let more = json!({ "name": "x", "permissions": ["scans:read", "users:write"] });

    assert_eq!(code(make(&office, &caller, more).await), "forbidden");
    assert!(office.store.told().is_empty());
}

#[tokio::test]
async fn lets_no_key_and_no_guest_make_keys() {
    let office = Office::open();
    let (_, caller) = operator(&office).await;
    let credentials =
        [Credential::ApiKey(ApiKeyId::generate(now())), Credential::Provider(ProviderId::generate(now()))];

    for credential in credentials {
        let refused = make(&office, &Caller { credential, ..caller.clone() }, export()).await;
        assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
    }
}

#[tokio::test]
async fn lets_a_user_have_twenty_five_good_keys() {
    let office = Office::open();
    let (user, caller) = operator(&office).await;
    for _ in 0..ApiKey::MOST {
        office.store.put_api_key(api_key(&user, &[], now()).unwrap().0.revoke().unwrap());
    }
    let keys: Vec<ApiKey> = (0..ApiKey::MOST).map(|_| api_key(&user, &[], now()).unwrap().0).collect();
    keys.iter().cloned().for_each(|key| office.store.put_api_key(key));

    assert_eq!(code(make(&office, &caller, export()).await), "conflict");

    office.store.put_api_key(ApiKey { expires_at: now(), ..keys[0].clone() });
    make(&office, &caller, export()).await.unwrap();
}

#[tokio::test]
async fn points_at_what_is_wrong() {
    let office = Office::open();
    let (_, caller) = operator(&office).await;
    let cases = [
        (json!({ "name": " ", "permissions": [] }), "/name"),
        (json!({ "name": "x", "permissions": ["everything"] }), "/permissions/0"),
        (json!({ "name": "x", "permissions": [], "expires_in_days": 0 }), "/expires_in_days"),
        (json!({ "name": "x", "permissions": [], "expires_in_days": 366 }), "/expires_in_days"),
        (json!({ "name": "x", "permissions": [], "user_id": "x" }), "/user_id"),
    ];

    for (body, pointer) in cases {
        assert_eq!(violations(make(&office, &caller, body).await), [pointer]);
    }
}
