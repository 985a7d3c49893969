use super::*;
use crate::testing::{World, shown as secret_text};
use chrono::TimeDelta;
use pantheon_core::{Caller, Credential, id::ApiKeyId, permission::Role};
use pantheon_testing::{code, identity::caller_of, load_request, now, request, violations};
use serde_json::json;

async fn confirm(world: &World, caller: &Caller, code: &str) -> Result<Json<RecoveryCodesView>> {
    let body = json!({ "code": code });
    let request = request().route("POST", "/v1/auth/totp/confirm").called_by(caller).body(body);
    handle(&world.doorkeeper(), request.build()).await
}

/// Makes a world whose user has set up an authenticator, and returns the code that it shows.
async fn waiting() -> (World, String) {
    let mut world = World::with(Role::Viewer).await;
    let factor = totp::enroll(world.sealing, &world.user, now()).unwrap().factor;
    let code = world.shown(&factor, now());
    world.user = User { second_factor: Some(factor), ..world.user };
    world.store.put_user(world.user.clone());
    (world, code)
}

#[tokio::test]
async fn begins_to_ask_for_the_authenticator_and_shows_recovery_codes_that_work() {
    let (world, code) = waiting().await;
    let caller = world.caller().await;

    let answer = confirm(&world, &caller, &code).await.unwrap();

    let user = world.user_now().await;
    let factor = user.active_second_factor().unwrap();
    assert_eq!(answer.body.recovery_codes.len(), totp::RECOVERY_CODES);
    for code in &answer.body.recovery_codes {
        assert!(totp::spend(world.sealing, &user, factor, code, now()).unwrap().is_some());
    }
    assert!(world.lets_in(&caller).await);
    assert_eq!(world.store.told(), ["session.started", "user.second_factor_enabled"]);
}

#[tokio::test]
async fn spends_the_code_that_it_was_confirmed_with() {
    let (world, code) = waiting().await;
    let caller = world.caller().await;
    confirm(&world, &caller, &code).await.unwrap();

    let user = world.user_now().await;
    let factor = user.active_second_factor().unwrap();

    assert_eq!(totp::spend(world.sealing, &user, factor, &SecretString::from(code), now()).unwrap(), None);
}

#[tokio::test]
async fn refuses_another_code_and_waits_on() {
    let (world, code) = waiting().await;
    let caller = world.caller().await;
    let late = world.shown(world.user.second_factor.as_ref().unwrap(), now() - TimeDelta::minutes(5));

    for wrong in [late.as_str(), "", "12345", "abcdef"] {
        assert_eq!(violations(confirm(&world, &caller, wrong).await), ["/code"], "{wrong}");
    }
    assert!(confirm(&world, &caller, &code).await.is_ok());
}

#[tokio::test]
async fn refuses_when_nothing_waits() {
    let (active, _) = World::with_authenticator(Role::Viewer).await;
    let none = World::with(Role::Viewer).await;

    for world in [active, none] {
        let caller = world.caller().await;
        assert_eq!(code(confirm(&world, &caller, "123456").await), "conflict");
    }
}

#[tokio::test]
async fn refuses_whoever_has_no_session_and_the_sample_event_whose_user_is_gone() {
    let (world, shown) = waiting().await;
    let program = caller_of(&world.user, Credential::ApiKey(ApiKeyId::generate(now())));

    assert_eq!(code(confirm(&world, &program, &shown).await), "forbidden");
    assert_eq!(code(handle(&world.doorkeeper(), load_request("identity/confirm-totp")).await), "unauthenticated");
}

#[tokio::test]
async fn hides_the_recovery_codes_from_logs_and_from_the_table() {
    let (world, shown) = waiting().await;
    let caller = world.caller().await;

    let answer = confirm(&world, &caller, &shown).await.unwrap();

    let factor = world.user_now().await.second_factor.unwrap();
    let kept = format!("{answer:?} {:?} {}", factor.recovery, factor.sealed_secret);
    assert!(answer.body.recovery_codes.iter().all(|code| !kept.contains(secret_text(code))));
}
