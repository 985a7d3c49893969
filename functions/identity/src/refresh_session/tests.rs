use super::*;
use crate::testing::{World, tokens};
use pantheon_core::permission::Role;
use pantheon_testing::{code, load_request, request};
use serde_json::{Value, json};

async fn refresh(world: &World, body: Value) -> Result<Json<TokenPair>> {
    handle(&world.sessions(), request().route("POST", "/v1/auth/refresh").body(body).build()).await
}

#[tokio::test]
async fn exchanges_a_token_once() {
    let world = World::with(Role::Viewer).await;
    let (_, first) = world.sign_in().await;

    let answer = refresh(&world, json!({ "refresh_token": first })).await.unwrap();

    let (_, second) = tokens(&answer.body);
    assert_ne!(second, first);
    assert_eq!(code(refresh(&world, json!({ "refresh_token": first })).await), "unauthenticated");
    assert_eq!(code(refresh(&world, json!({ "refresh_token": second })).await), "unauthenticated");
}

#[tokio::test]
async fn gives_a_lost_answer_again_under_the_same_key() {
    let world = World::with(Role::Viewer).await;
    let (_, first) = world.sign_in().await;
    let ask = |key: &str| {
        let request = request().route("POST", "/v1/auth/refresh").body(json!({ "refresh_token": first }));
        request.header("idempotency-key", key).build()
    };

    let lost = handle(&world.sessions(), ask("9b2f")).await.unwrap();
    let again = handle(&world.sessions(), ask("9b2f")).await.unwrap();

    assert_eq!(tokens(&again.body).1, tokens(&lost.body).1);
    assert_eq!(code(handle(&world.sessions(), ask("another")).await), "unauthenticated");
}

#[tokio::test]
async fn refuses_a_key_that_is_none_and_spends_nothing() {
    let world = World::with(Role::Viewer).await;
    let (_, first) = world.sign_in().await;
    let body = json!({ "refresh_token": first });
    let keyed = request().route("POST", "/v1/auth/refresh").body(body.clone()).header("idempotency-key", "two words");

    assert_eq!(code(handle(&world.sessions(), keyed.build()).await), "idempotency_key_missing");
    assert!(refresh(&world, body).await.is_ok());
}

#[tokio::test]
async fn refuses_the_sample_event_whose_session_nobody_began() {
    let world = World::with(Role::Viewer).await;

    assert_eq!(code(handle(&world.sessions(), load_request("identity/refresh-session")).await), "unauthenticated");
}

#[tokio::test]
async fn says_unauthenticated_for_what_is_no_refresh_token() {
    let world = World::with(Role::Viewer).await;
    let (access, _) = world.sign_in().await;

    for token in ["", "prt", &access, &"x".repeat(100_000)] {
        assert_eq!(code(refresh(&world, json!({ "refresh_token": token })).await), "unauthenticated");
    }
}

#[tokio::test]
async fn refuses_bodies_that_break_the_contract() {
    let world = World::with(Role::Viewer).await;

    for body in [json!({}), json!({ "refresh_token": 1 }), json!({ "refresh_token": "x", "scope": "all" }), json!(null)]
    {
        assert_eq!(code(refresh(&world, body.clone()).await), "invalid", "{body}");
    }
}
