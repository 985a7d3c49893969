use super::*;
use crate::token_world::World;
use pantheon_core::{Error, identity::Audience, permission::Role};
use pantheon_testing::{load_event, now};
use serde_json::Value;

async fn refused(world: &World, bearer: &str) -> bool {
    let admission = handle(&world.authorizer(), Request::new(bearer, now())).await;
    matches!(admission, Err(Error::Unauthenticated { .. }))
}

#[tokio::test]
async fn lets_a_good_token_in() {
    let world = World::with(Role::Operator).await;
    let (token, _) = world.sign_in(Audience::Api).await;

    let admission = handle(&world.authorizer(), Request::new(&token, now())).await.unwrap();

    assert_eq!(admission.verdict().unwrap().tenant, world.tenant.id);
    assert!(admission.rate().unwrap().limit().starts_with("\"principal\""));
}

#[tokio::test]
async fn keeps_the_foreign_token_of_the_sample_event_out() {
    let world = World::with(Role::Operator).await;
    let event: Value = serde_json::from_str(&load_event("identity/authorize-http")).unwrap();
    let token = event["headers"]["authorization"].as_str().unwrap().strip_prefix("Bearer ").unwrap();

    assert_eq!(token.split('.').count(), 3);
    assert!(refused(&world, token).await);
}

#[tokio::test]
async fn keeps_out_whoever_brings_no_token_or_a_refresh_token() {
    let world = World::with(Role::Operator).await;
    let (_, refresh) = pantheon_testing::identity::session(&world.user, now());

    assert!(refused(&world, "").await);
    assert!(refused(&world, secrecy::ExposeSecret::expose_secret(refresh.text())).await);
}
