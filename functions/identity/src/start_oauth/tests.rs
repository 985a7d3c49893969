use crate::federation_world::{COOKIE, Elsewhere, GITHUB, GOOGLE, RETURN_TO};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use pantheon_lambda::http::Answer;
use pantheon_testing::{code, request, violations};
use serde_json::json;

#[tokio::test]
async fn sends_the_browser_to_google_with_what_binds_it() {
    let elsewhere = Elsewhere::new().await;

    let redirect = elsewhere.start("google", Some(RETURN_TO)).await.unwrap();
    let cookie = redirect.cookies()[0].to_string();
    assert_eq!(Answer::from(redirect).status(), 303);
    let browser = elsewhere.browser("google", Some(RETURN_TO)).await;

    assert!(browser.page.as_str().starts_with(&format!("{GOOGLE}/authorize?")), "{}", browser.page);
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "google-client"),
        ("redirect_uri", "https://api.example.com/v1/auth/oauth/google/callback"),
        ("scope", "openid email"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(browser.query(name), value);
    }
    for name in ["state", "nonce", "code_challenge"] {
        assert_eq!(URL_SAFE_NO_PAD.decode(browser.query(name)).unwrap().len(), 32, "{name}");
    }
    assert!(cookie.starts_with(&format!("{COOKIE}=")), "{cookie}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/;", "Max-Age=600"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!browser.page.as_str().contains("hush") && !browser.page.as_str().contains(&browser.cookie));
}

#[tokio::test]
async fn sends_the_browser_to_github() {
    let elsewhere = Elsewhere::new().await;

    let browser = elsewhere.browser("github", None).await;

    assert!(browser.page.as_str().starts_with(&format!("{GITHUB}/login/oauth/authorize?")), "{}", browser.page);
    assert_eq!(
        (browser.query("client_id"), browser.query("scope")),
        ("github-client".into(), "read:user user:email".into())
    );
    assert_eq!(browser.query("code_challenge_method"), "S256");
    assert!(elsewhere.outbound.sent_to(&format!("{GOOGLE}/.well-known/openid-configuration")).is_empty());
}

#[tokio::test]
async fn binds_every_sign_in_by_other_secrets() {
    let elsewhere = Elsewhere::new().await;
    let (one, other) = (elsewhere.browser("google", None).await, elsewhere.browser("google", None).await);

    for name in ["state", "nonce", "code_challenge"] {
        assert_ne!(one.query(name), other.query(name));
    }
    assert_ne!(one.cookie, other.cookie);
}

#[tokio::test]
async fn returns_only_to_urls_that_are_known_letter_by_letter() {
    let elsewhere = Elsewhere::new().await;
    for url in [
        "",
        "https://evil.example",
        "https://dashboard.example.com/signed-in",
        "https://dashboard.example.com/signed-in?from=api&next=https://evil.example",
        "https://dashboard.example.com/signed-in?from=api#x",
        "https://dashboard.example.com/signed-in?from=api/",
        "https://dashboard.example.com.evil.example/signed-in?from=api",
        "https://dashboard.example.com@evil.example/signed-in?from=api",
        "HTTPS://dashboard.example.com/signed-in?from=api",
        "//dashboard.example.com/signed-in?from=api",
        "javascript:alert(1)",
    ] {
        assert_eq!(violations(elsewhere.start("google", Some(url)).await), ["return_to"], "{url}");
    }
}

#[tokio::test]
async fn says_not_found_for_providers_that_do_not_know_this_deployment() {
    let elsewhere = Elsewhere::new().await;
    assert_eq!(code(elsewhere.start("gitlab", None).await), "not_found");
    assert_eq!(code(elsewhere.start("Google", None).await), "not_found");

    elsewhere.set_clients(&json!({ "google": { "client_id": "a", "client_secret": "b" } }).to_string());
    assert_eq!(code(elsewhere.start("github", None).await), "not_found");
    elsewhere.set_clients("hush");
    assert_eq!(code(elsewhere.start("google", None).await), "internal");
    elsewhere.set_clients("{}");
    assert_eq!(code(elsewhere.start("google", None).await), "not_found");
}

#[tokio::test]
async fn says_that_a_provider_is_unavailable() {
    let elsewhere = Elsewhere::new().await;
    elsewhere.outbound.take_down(&format!("{GOOGLE}/.well-known/openid-configuration"));

    assert_eq!(code(elsewhere.start("google", None).await), "unavailable");
}

#[tokio::test]
async fn takes_no_other_parameters() {
    let elsewhere = Elsewhere::new().await;
    let request = request().path("provider", "google").query("redirect_uri", "https://evil.example").build();

    assert_eq!(violations(super::handle(&elsewhere.desk, request).await), ["redirect_uri"]);
}
