use super::*;
use crate::testing::{EMAIL, PASSWORD, World};
use pantheon_core::permission::Role;
use pantheon_lambda::http::Answer;
use pantheon_testing::{code, load_request, request, violations};
use serde_json::{Value, json};

async fn login(world: &World, body: Value) -> Result<Json<TokenPair>> {
    let request = request().route("POST", "/v1/auth/login").body(body).build();
    handle(&world.doorkeeper(), &world.sessions(), request).await
}

#[tokio::test]
async fn answers_the_sample_event_with_tokens() {
    let world = World::with(Role::Admin).await;

    let answer = handle(&world.doorkeeper(), &world.sessions(), load_request("identity/login")).await.unwrap();

    let answer = Answer::from(answer);
    let body = answer.body().unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(900)));
    assert!(world.lets_in(&world.holder_of(body["refresh_token"].as_str().unwrap())).await);
}

#[tokio::test]
async fn says_unauthenticated_for_a_wrong_password_and_for_a_stranger() {
    let world = World::with(Role::Admin).await;

    assert_eq!(code(login(&world, json!({ "email": EMAIL, "password": "wrong" })).await), "unauthenticated");
    assert_eq!(code(login(&world, json!({ "email": "x@y.z", "password": PASSWORD })).await), "unauthenticated");
}

#[tokio::test]
async fn remembers_how_and_from_where_the_user_signed_in() {
    let world = World::with(Role::Admin).await;

    let answer = login(&world, json!({ "email": EMAIL, "password": PASSWORD })).await.unwrap();

    let session = world.session_of(&world.holder_of(&crate::testing::tokens(&answer.body).1)).await;
    assert_eq!(session.sign_in.method, SignInMethod::Password);
    assert_eq!(session.sign_in.source_ip.as_deref(), Some("192.0.2.10"));
}

#[tokio::test]
async fn asks_for_a_code_and_takes_it() {
    let (world, codes) = World::with_authenticator(Role::Admin).await;
    let mut body = json!({ "email": EMAIL, "password": PASSWORD });
    assert_eq!(code(login(&world, body.clone()).await), "second_factor_required");

    body["totp_code"] = json!(crate::testing::shown(&codes[0]));

    assert!(login(&world, body.clone()).await.is_ok());
    assert_eq!(code(login(&world, body).await), "unauthenticated");
}

#[tokio::test]
async fn says_quota_exceeded_after_too_many_failures() {
    let world = World::with(Role::Admin).await;
    for _ in 0..6 {
        login(&world, json!({ "email": EMAIL, "password": "wrong" })).await.unwrap_err();
    }

    assert_eq!(code(login(&world, json!({ "email": EMAIL, "password": PASSWORD })).await), "quota_exceeded");
}

#[tokio::test]
async fn refuses_bodies_that_break_the_contract() {
    let world = World::with(Role::Admin).await;
    let bodies = [
        json!({ "email": EMAIL }),
        json!({ "email": EMAIL, "password": 1 }),
        json!({ "email": "nonsense", "password": PASSWORD }),
        json!({ "email": EMAIL, "password": PASSWORD, "tenant_id": "tnt_x" }),
        json!([EMAIL, PASSWORD, "more"]),
        json!(null),
    ];

    for body in bodies {
        assert_eq!(code(login(&world, body.clone()).await), "invalid", "{body}");
    }
    assert_eq!(violations(login(&world, json!({ "email": "nonsense", "password": "x" })).await), ["/email"]);
}

#[tokio::test]
async fn hides_what_it_was_sent_and_what_it_answers_from_logs() {
    let world = World::with(Role::Admin).await;
    let sent: Login = serde_json::from_value(json!({ "email": EMAIL, "password": PASSWORD })).unwrap();

    let answer = login(&world, json!({ "email": EMAIL, "password": PASSWORD })).await.unwrap();

    let (access, refresh) = crate::testing::tokens(&answer.body);
    let logged = format!("{sent:?} {answer:?}");
    for secret in [EMAIL, PASSWORD, &access, &refresh] {
        assert!(!logged.contains(secret));
    }
}
