use super::*;
use crate::{
    testing::{PASSWORD, World},
    totp,
};
use pantheon_core::{Caller, Credential, id::ApiKeyId, permission::Role};
use pantheon_testing::{code, identity::caller_of, load_request, now, request, violations};
use serde_json::json;

async fn remove(world: &World, caller: &Caller, password: &str) -> Result<NoContent> {
    let body = json!({ "password": password });
    let request = request().route("DELETE", "/v1/auth/totp").called_by(caller).body(body);
    handle(&world.doorkeeper(), request.build()).await
}

#[tokio::test]
async fn takes_the_authenticator_away_once_and_tells_of_it() {
    let (world, _) = World::with_authenticator(Role::Viewer).await;
    let caller = world.caller().await;

    for _ in 0..2 {
        remove(&world, &caller, PASSWORD).await.unwrap();
    }

    assert_eq!(world.user_now().await.second_factor, None);
    assert!(world.lets_in(&caller).await);
    assert_eq!(world.store.told(), ["session.started", "user.second_factor_removed"]);
}

#[tokio::test]
async fn says_nothing_of_an_authenticator_that_was_never_asked_for() {
    let world = World::with(Role::Viewer).await;
    let pending = totp::enroll(world.sealing, &world.user, now()).unwrap().factor;
    world.store.put_user(world.user.with_second_factor(Some(pending)));
    let caller = world.caller().await;

    remove(&world, &caller, PASSWORD).await.unwrap();

    assert_eq!(world.user_now().await.second_factor, None);
    assert_eq!(world.store.told(), ["session.started"]);
}

#[tokio::test]
async fn demands_the_password_and_makes_guessers_wait() {
    let (world, _) = World::with_authenticator(Role::Viewer).await;
    let caller = world.caller().await;

    for _ in 0..6 {
        assert_eq!(violations(remove(&world, &caller, "wrong").await), ["/password"]);
    }
    assert_eq!(code(remove(&world, &caller, PASSWORD).await), "quota_exceeded");
    assert_eq!(world.user_now().await, world.user);
}

#[tokio::test]
async fn refuses_whoever_has_no_session_and_the_sample_event_whose_user_is_gone() {
    let (world, _) = World::with_authenticator(Role::Viewer).await;
    let program = caller_of(&world.user, Credential::ApiKey(ApiKeyId::generate(now())));

    assert_eq!(code(remove(&world, &program, PASSWORD).await), "forbidden");
    assert_eq!(code(handle(&world.doorkeeper(), load_request("identity/remove-totp")).await), "unauthenticated");
}
