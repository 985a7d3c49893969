use super::*;
use crate::federation_world::{Browser, Elsewhere, GITHUB, GITHUB_API, GOOGLE, RETURN_TO, code_of};
use crate::testing::{EMAIL, World};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use pantheon_core::{
    identity::{User, UserState, Users},
    permission::Role,
};
use pantheon_testing::{code, identity, load_request, now, violations};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

async fn google(elsewhere: &Elsewhere, changes: &Value) -> Result<Outcome> {
    let browser = elsewhere.browser("google", None).await;
    elsewhere.google_says(&browser, changes);
    elsewhere.come_back(&browser).await
}

fn form(body: &str) -> std::collections::BTreeMap<String, String> {
    url::form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

/// Gives the world another user.
fn invite(elsewhere: &Elsewhere, email: &str) -> User {
    let (user, _) = identity::invited(&elsewhere.world.tenant.id, email, &[Role::Admin], now()).unwrap();
    elsewhere.world.store.put_user(user.clone());
    user
}

#[tokio::test]
async fn answers_with_a_code_and_links_the_user() {
    let elsewhere = Elsewhere::new().await;

    let answer = Answer::from(google(&elsewhere, &json!({})).await.unwrap());

    assert_eq!((answer.status(), &answer.body().unwrap()["expires_in"]), (200, &json!(60)));
    let user = elsewhere.world.user_now().await;
    let identities: Vec<_> =
        user.identities.iter().map(|known| (known.issuer.as_str(), known.subject.as_str())).collect();
    assert_eq!(identities, [(GOOGLE, "1234567890")]);
    assert_eq!(elsewhere.world.store.told(), ["user.identity_linked"]);
    google(&elsewhere, &json!({})).await.unwrap();
    assert_eq!(elsewhere.world.store.told().len(), 1);
}

#[tokio::test]
async fn sends_the_browser_back_with_the_code_and_takes_its_cookie() {
    let elsewhere = Elsewhere::new().await;
    let browser = elsewhere.browser("google", Some(RETURN_TO)).await;
    elsewhere.google_says(&browser, &json!({}));

    let outcome = elsewhere.come_back(&browser).await.unwrap();

    let Outcome::Elsewhere(redirect) = &outcome else { panic!("{outcome:?}") };
    assert!(redirect.location().starts_with(&format!("{RETURN_TO}&code=")), "{}", redirect.location());
    assert!(redirect.cookies()[0].to_string().contains("Max-Age=0"));
    assert!(!code_of(outcome).contains("eyJ"), "a token is in the URL");
}

#[tokio::test]
async fn proves_to_google_that_it_is_the_one_who_asked() {
    let elsewhere = Elsewhere::new().await;
    let browser = elsewhere.browser("google", None).await;
    elsewhere.google_says(&browser, &json!({}));
    elsewhere.come_back(&browser).await.unwrap();

    let [sent] = &elsewhere.outbound.sent_to(&format!("{GOOGLE}/token"))[..] else { panic!() };
    let form = form(sent.body.as_deref().unwrap());
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
    assert_eq!(challenge, browser.query("code_challenge"));
    for (name, value) in [
        ("grant_type", "authorization_code"),
        ("code", "provider-code"),
        ("client_id", "google-client"),
        ("client_secret", "google-hush"),
        ("redirect_uri", "https://api.example.com/v1/auth/oauth/google/callback"),
    ] {
        assert_eq!(form[name], value);
    }
}

#[tokio::test]
async fn takes_every_state_once_and_in_the_browser_that_began() {
    let elsewhere = Elsewhere::new().await;
    let browser = elsewhere.browser("google", None).await;
    let other = elsewhere.browser("google", None).await;
    elsewhere.google_says(&browser, &json!({}));
    let state = browser.query("state");
    let query = [("state", state.as_str()), ("code", "provider-code")];

    elsewhere.come_back(&browser).await.unwrap();
    assert_eq!(code(elsewhere.come_back(&browser).await), "unauthenticated");

    for (provider, cookie, seconds) in [
        ("google", None, 5),
        ("google", Some(other.cookie.as_str()), 5),
        ("google", Some("__Host-pantheon-oauth="), 5),
        ("google", Some("pantheon-oauth=x"), 5),
        ("github", Some("own"), 5),
        ("google", Some("own"), 600),
    ] {
        let browser = elsewhere.browser("google", None).await;
        elsewhere.google_says(&browser, &json!({}));
        let state = browser.query("state");
        let query = [("state", state.as_str()), ("code", "provider-code")];
        let cookie = if cookie == Some("own") { Some(browser.cookie.as_str()) } else { cookie };
        let refused = elsewhere.come_back_with(provider, &query, cookie, seconds).await;
        assert_eq!(code(refused), "unauthenticated", "{provider} {cookie:?} {seconds}");
        if seconds < 600 {
            // Whoever stole a state has spent it.
            assert_eq!(code(elsewhere.come_back(&browser).await), "unauthenticated");
        }
    }
    assert_eq!(code(elsewhere.come_back_with("google", &query, Some(&browser.cookie), 5).await), "unauthenticated");
    let unknown = [("state", "x"), ("code", "provider-code")];
    assert_eq!(code(elsewhere.come_back_with("google", &unknown, Some(&browser.cookie), 5).await), "unauthenticated");
}

#[tokio::test]
async fn believes_no_id_token_that_is_not_for_this_sign_in() {
    let elsewhere = Elsewhere::new().await;
    for changes in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "aud": "another-client" }),
        json!({ "aud": ["google-client", "another-client"], "azp": "another-client" }),
        json!({ "iss": "https://evil.example" }),
        json!({ "exp": now().timestamp() }),
        json!({ "sub": null }),
        json!({ "email_verified": false }),
        json!({ "email_verified": null }),
        json!({ "email": null }),
    ] {
        assert_eq!(code(google(&elsewhere, &changes).await), "unauthenticated", "{changes}");
    }
    assert!(elsewhere.world.user_now().await.identities.is_empty());
}

#[tokio::test]
async fn believes_no_id_token_that_google_has_not_signed() {
    let elsewhere = Elsewhere::new().await;
    let forger = crate::external::samples::Signer::rsa();
    let browser = elsewhere.browser("google", None).await;
    let claims = json!({
        "iss": GOOGLE, "aud": "google-client", "sub": "1", "email": EMAIL, "email_verified": true,
        "nonce": browser.query("nonce"), "exp": now().timestamp() + 600,
    });
    elsewhere.google_answers(&forger.sign(&json!({ "alg": "RS256", "kid": "g1" }), &claims));

    assert_eq!(code(elsewhere.come_back(&browser).await), "unauthenticated");
}

#[tokio::test]
async fn activates_who_was_invited_and_counts_administrators() {
    let elsewhere = Elsewhere::new().await;
    let invited = invite(&elsewhere, "grace@example.com");

    google(&elsewhere, &json!({ "sub": "2", "email": "Grace@Example.com" })).await.unwrap();

    let store = elsewhere.world.store;
    let user = store.user(&invited.tenant, &invited.id).await.unwrap().unwrap();
    assert_eq!((user.state, user.invitation), (UserState::Active, None));
    assert_eq!(store.told(), ["user.identity_linked", "user.activated"]);
    let tenant = pantheon_core::identity::Tenants::tenant(store, &invited.tenant).await.unwrap().unwrap();
    assert!(tenant.administrators.contains(&invited.id));
}

#[tokio::test]
async fn makes_nobody_who_was_not_invited_and_lets_no_disabled_user_in() {
    let elsewhere = Elsewhere::new().await;
    assert_eq!(code(google(&elsewhere, &json!({ "email": "nobody@example.com" })).await), "unauthenticated");

    google(&elsewhere, &json!({})).await.unwrap();
    let disabled = elsewhere.world.user_now().await.disabled(now()).unwrap();
    elsewhere.world.store.put_user(disabled);
    assert_eq!(code(google(&elsewhere, &json!({})).await), "unauthenticated");
    assert_eq!(code(google(&elsewhere, &json!({ "sub": "another" })).await), "unauthenticated");
}

#[tokio::test]
async fn knows_a_user_by_the_identity_whatever_becomes_of_the_address() {
    let elsewhere = Elsewhere::new().await;
    google(&elsewhere, &json!({})).await.unwrap();

    assert!(google(&elsewhere, &json!({ "email": "renamed@example.com" })).await.is_ok());
}

#[tokio::test]
async fn signs_in_with_the_primary_address_of_github() {
    let elsewhere = Elsewhere::new().await;
    let browser = elsewhere.browser("github", Some(RETURN_TO)).await;
    let emails = json!([
        { "email": "old@example.com", "primary": false, "verified": true, "visibility": null },
        { "email": EMAIL, "primary": true, "verified": true, "visibility": "private" },
    ]);
    elsewhere.github_says(583_231, &emails);

    elsewhere.come_back(&browser).await.unwrap();

    let user = elsewhere.world.user_now().await;
    let known = user.identities.iter().next().unwrap();
    assert_eq!((known.issuer.as_str(), known.subject.as_str()), (GITHUB, "583231"));
    let [asked] = &elsewhere.outbound.sent_to(&format!("{GITHUB_API}/user"))[..] else { panic!() };
    assert_eq!(asked.headers["authorization"], "Bearer gho_hush");
    let [sent] = &elsewhere.outbound.sent_to(&format!("{GITHUB}/login/oauth/access_token"))[..] else { panic!() };
    let form = form(sent.body.as_deref().unwrap());
    assert_eq!(URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"])), browser.query("code_challenge"));
}

#[tokio::test]
async fn takes_no_address_that_github_has_not_verified_or_that_is_not_primary() {
    let elsewhere = Elsewhere::new().await;
    for emails in [
        json!([]),
        json!([{ "email": EMAIL, "primary": true, "verified": false }]),
        json!([{ "email": EMAIL, "primary": false, "verified": true }, { "email": "x@example.com", "primary": true, "verified": false }]),
    ] {
        let browser = elsewhere.browser("github", None).await;
        elsewhere.github_says(1, &emails);
        assert_eq!(code(elsewhere.come_back(&browser).await), "unauthenticated", "{emails}");
    }
}

async fn with_answer(provider: &str, url: &str, status: u16, answer: &Value) -> &'static str {
    let elsewhere = Elsewhere::new().await;
    let browser = elsewhere.browser(provider, None).await;
    elsewhere.outbound.put(url, status, answer);
    code(elsewhere.come_back(&browser).await)
}

#[tokio::test]
async fn tells_a_bad_code_from_a_provider_that_is_not_well_and_from_a_wrong_client() {
    let (google, github) = (format!("{GOOGLE}/token"), format!("{GITHUB}/login/oauth/access_token"));
    for (provider, url, status, answer, expected) in [
        ("google", &google, 400, json!({ "error": "invalid_grant" }), "unauthenticated"),
        ("google", &google, 401, json!({ "error": "invalid_client" }), "internal"),
        ("google", &google, 500, json!({}), "unavailable"),
        ("google", &google, 200, json!({ "access_token": "a", "token_type": "Bearer" }), "unauthenticated"),
        ("google", &google, 200, json!({ "token_type": "Bearer" }), "unavailable"),
        ("github", &github, 200, json!({ "error": "bad_verification_code" }), "unauthenticated"),
        ("github", &github, 200, json!({ "error": "incorrect_client_credentials" }), "internal"),
        ("github", &github, 200, json!("access_token=x"), "unavailable"),
    ] {
        assert_eq!(with_answer(provider, url, status, &answer).await, expected, "{provider} {status} {answer}");
    }
    let elsewhere = Elsewhere::new().await;
    let browser = elsewhere.browser("github", None).await;
    elsewhere.github_says(1, &json!({ "message": "Not Found" }));
    assert_eq!(code(elsewhere.come_back(&browser).await), "unavailable");
}

#[tokio::test]
async fn says_why_the_provider_did_not_sign_in() {
    let elsewhere = Elsewhere::new().await;
    for (error, expected) in [("access_denied", "canceled"), ("server_error", "did not sign you in")] {
        let browser: Browser = elsewhere.browser("google", None).await;
        let state = browser.query("state");
        let query = [("state", state.as_str()), ("error", error)];
        let refused = elsewhere.come_back_with("google", &query, Some(&browser.cookie), 5).await;
        let Err(Error::Unauthenticated { reason }) = refused else { panic!("{refused:?}") };
        assert!(reason.contains(expected), "{reason}");
        assert_eq!(code(elsewhere.come_back(&browser).await), "unauthenticated");
    }
}

#[tokio::test]
async fn needs_a_state_and_a_code() {
    let elsewhere = Elsewhere::new().await;
    let browser = elsewhere.browser("google", None).await;
    let state = browser.query("state");

    let stateless = elsewhere.come_back_with("google", &[("code", "c")], Some(&browser.cookie), 5).await;
    assert_eq!(violations(stateless), ["state"]);
    let codeless = elsewhere.come_back_with("google", &[("state", &state)], Some(&browser.cookie), 5).await;
    assert_eq!(violations(codeless), ["code"]);
    let twice = [("state", "a"), ("state", "b"), ("code", "c")];
    assert_eq!(violations(elsewhere.come_back_with("google", &twice, Some(&browser.cookie), 5).await), ["state"]);
}

#[tokio::test]
async fn turns_away_the_sample_event_whose_state_nobody_knows() {
    let elsewhere = Elsewhere::of(World::with(Role::Viewer).await);

    let refused = handle(&elsewhere.desk, &elsewhere.known(), load_request("identity/finish-oauth")).await;

    assert_eq!(code(refused), "unauthenticated");
}
