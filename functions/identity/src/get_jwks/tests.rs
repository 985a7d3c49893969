use super::*;
use crate::token_world::World;
use pantheon_core::permission::Role;
use pantheon_lambda::http::Answer;
use pantheon_testing::load_request;

#[tokio::test]
async fn shows_the_public_key_and_lets_it_be_kept() {
    let world = World::with(Role::Viewer).await;

    let answer = Answer::from(handle(world.published, load_request("identity/get-jwks")).await.unwrap());

    let keys = answer.body().unwrap()["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0]["kid"], world.key.id.as_str());
    assert_eq!(keys[0].get("d"), None);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
}
