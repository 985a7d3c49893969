use super::*;
use crate::testing::{PASSWORD, World};
use pantheon_core::{Caller, Credential, id::ApiKeyId, identity::SecondFactorState, permission::Role};
use pantheon_testing::{code, identity::caller_of, load_request, now, request, violations};
use serde_json::{Value, json};

async fn enroll(world: &World, caller: &Caller, password: &str) -> Result<Json<TotpSecretView>> {
    let body = json!({ "password": password });
    let request = request().route("POST", "/v1/auth/totp").called_by(caller).body(body);
    handle(&world.doorkeeper(), request.build()).await
}

#[tokio::test]
async fn sets_up_an_authenticator_that_is_not_asked_for_yet() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;

    let answer = enroll(&world, &caller, PASSWORD).await.unwrap();

    let shown = serde_json::to_value(&answer.body).unwrap();
    let secret = shown["secret"].as_str().unwrap();
    assert!(shown["otpauth_uri"].as_str().unwrap().contains(secret));
    let user = world.user_now().await;
    assert_eq!(user.second_factor.as_ref().unwrap().state, SecondFactorState::Pending);
    assert!(user.active_second_factor().is_none());
    assert!(world.lets_in(&caller).await);
}

#[tokio::test]
async fn replaces_one_that_was_not_confirmed() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;
    enroll(&world, &caller, PASSWORD).await.unwrap();
    let first = world.user_now().await;

    enroll(&world, &caller, PASSWORD).await.unwrap();

    assert_ne!(world.user_now().await.second_factor, first.second_factor);
}

#[tokio::test]
async fn refuses_a_second_one() {
    let (world, _) = World::with_authenticator(Role::Viewer).await;
    let caller = world.caller().await;

    assert_eq!(code(enroll(&world, &caller, PASSWORD).await), "conflict");
    assert_eq!(world.user_now().await, world.user);
}

#[tokio::test]
async fn demands_the_password_and_makes_guessers_wait() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;

    for _ in 0..6 {
        assert_eq!(violations(enroll(&world, &caller, "wrong").await), ["/password"]);
    }
    assert_eq!(code(enroll(&world, &caller, PASSWORD).await), "quota_exceeded");
}

#[tokio::test]
async fn refuses_whoever_has_no_session_and_the_sample_event_whose_user_is_gone() {
    let world = World::with(Role::Viewer).await;
    let program = caller_of(&world.user, Credential::ApiKey(ApiKeyId::generate(now())));

    assert_eq!(code(enroll(&world, &program, PASSWORD).await), "forbidden");
    assert_eq!(code(handle(&world.doorkeeper(), load_request("identity/enroll-totp")).await), "unauthenticated");
}

#[tokio::test]
async fn hides_the_secret_from_logs_and_events() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;

    let answer = enroll(&world, &caller, PASSWORD).await.unwrap();

    let shown: Value = serde_json::to_value(&answer.body).unwrap();
    let logged = format!("{answer:?} {}", serde_json::to_string(&world.store.events()).unwrap());
    assert!(!logged.contains(shown["secret"].as_str().unwrap()));
}
