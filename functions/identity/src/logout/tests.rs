use super::*;
use crate::testing::World;
use pantheon_core::{identity::SessionState, permission::Role};
use pantheon_testing::{code, identity::MemoryIdentity, load_request, now, request};

#[tokio::test]
async fn ends_the_session_and_tells_of_it() {
    let world = World::with(Role::Viewer).await;
    let (access, refresh) = world.sign_in().await;
    let caller = world.authorizer().authorize(&access, now()).await.unwrap();

    handle(world.store, request().called_by(&caller).build()).await.unwrap();

    let session = world.store.session(&caller.tenant, &caller.user, &caller.session).await.unwrap().unwrap();
    assert_eq!(session.state, SessionState::Ended);
    assert_eq!(world.store.told(), ["session.started", "session.ended"]);
    assert!(world.authorizer().authorize(&access, now()).await.is_err());
    assert_eq!(code(world.sessions().go_on(&refresh.parse().unwrap(), now()).await), "unauthenticated");
}

#[tokio::test]
async fn does_nothing_the_second_time() {
    let world = World::with(Role::Viewer).await;
    let (access, _) = world.sign_in().await;
    let caller = world.authorizer().authorize(&access, now()).await.unwrap();

    handle(world.store, request().called_by(&caller).build()).await.unwrap();
    handle(world.store, request().called_by(&caller).build()).await.unwrap();

    assert_eq!(world.store.told(), ["session.started", "session.ended"]);
}

#[tokio::test]
async fn answers_the_sample_event_although_its_session_is_gone() {
    assert_eq!(handle(&MemoryIdentity::default(), load_request("identity/logout")).await.unwrap(), NoContent);
}

#[tokio::test]
async fn says_unauthenticated_to_whoever_has_not_signed_in() {
    assert_eq!(code(handle(&MemoryIdentity::default(), request().build()).await), "unauthenticated");
}
