use super::*;
use crate::testing::World;
use pantheon_core::permission::Role;
use pantheon_testing::{code, load_event, now};
use serde_json::Value;

#[tokio::test]
async fn lets_a_good_token_in() {
    let world = World::with(Role::Operator).await;
    let (access, _) = world.sign_in().await;

    let caller = handle(&world.authorizer(), Request::new(&access, now())).await.unwrap();

    assert_eq!(caller.tenant, world.tenant.id);
}

#[tokio::test]
async fn keeps_the_foreign_token_of_the_sample_event_out() {
    let world = World::with(Role::Operator).await;
    let event: Value = serde_json::from_str(&load_event("identity/authorize-http")).unwrap();
    let token = event["headers"]["authorization"].as_str().unwrap().strip_prefix("Bearer ").unwrap();

    assert_eq!(token.split('.').count(), 3);
    assert_eq!(code(handle(&world.authorizer(), Request::new(token, now())).await), "unauthenticated");
}

#[tokio::test]
async fn keeps_out_whoever_brings_no_token_or_a_refresh_token() {
    let world = World::with(Role::Operator).await;
    let (_, refresh) = world.sign_in().await;

    assert_eq!(code(handle(&world.authorizer(), Request::new("", now())).await), "unauthenticated");
    assert_eq!(code(handle(&world.authorizer(), Request::new(&refresh, now())).await), "unauthenticated");
}
