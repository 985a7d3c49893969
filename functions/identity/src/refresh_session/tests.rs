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
