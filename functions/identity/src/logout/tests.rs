use super::*;
use crate::testing::World;
use pantheon_core::{Credential, id::ApiKeyId, identity::SessionState, permission::Role};
use pantheon_testing::{
    code,
    identity::{MemoryIdentity, caller_of},
    load_request, now, request,
};

#[tokio::test]
async fn ends_the_session_and_tells_of_it() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    let caller = world.holder_of(&refresh);

    handle(world.store, request().called_by(&caller).build()).await.unwrap();

    assert_eq!(world.session_of(&caller).await.state, SessionState::Ended);
    assert_eq!(world.store.told(), ["session.started", "session.ended"]);
    assert!(!world.lets_in(&caller).await);
    assert_eq!(code(world.sessions().go_on(&refresh.parse().unwrap(), None, now()).await), "unauthenticated");
}

#[tokio::test]
async fn does_nothing_the_second_time() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;

    handle(world.store, request().called_by(&caller).build()).await.unwrap();
    handle(world.store, request().called_by(&caller).build()).await.unwrap();

    assert_eq!(world.store.told(), ["session.started", "session.ended"]);
}

#[tokio::test]
async fn answers_the_sample_event_although_its_session_is_gone() {
    assert_eq!(handle(&MemoryIdentity::default(), load_request("identity/logout")).await.unwrap(), NoContent);
}

#[tokio::test]
async fn refuses_whoever_has_no_session() {
    let world = World::with(Role::Viewer).await;
    let program = caller_of(&world.user, Credential::ApiKey(ApiKeyId::generate(now())));

    assert_eq!(code(handle(world.store, request().called_by(&program).build()).await), "forbidden");
    assert_eq!(code(handle(world.store, request().build()).await), "unauthenticated");
}
