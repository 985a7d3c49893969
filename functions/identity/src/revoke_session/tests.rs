use super::*;
use crate::testing::World;
use pantheon_core::{Caller, Credential, id::ApiKeyId, identity::SessionState, permission::Role};
use pantheon_testing::{
    code,
    identity::{MemoryIdentity, caller_of, session, user},
    load_request, now, request,
};

async fn revoke(world: &World, caller: &Caller, id: &str) -> Result<NoContent> {
    let request = request().route("DELETE", &format!("/v1/auth/sessions/{id}")).path("session_id", id);
    handle(world.store, request.called_by(caller).build()).await
}

#[tokio::test]
async fn calls_a_session_back_once_and_tells_of_it() {
    let world = World::with(Role::Viewer).await;
    let (here, there) = (world.caller().await, world.caller().await);

    for _ in 0..2 {
        revoke(&world, &here, there.session().unwrap().as_str()).await.unwrap();
    }

    assert_eq!(world.session_of(&there).await.state, SessionState::Revoked);
    assert!(world.lets_in(&here).await);
    assert_eq!(world.store.told()[2..], ["session.revoked"]);
}

#[tokio::test]
async fn calls_the_present_session_back_as_well() {
    let world = World::with(Role::Viewer).await;
    let here = world.caller().await;

    revoke(&world, &here, here.session().unwrap().as_str()).await.unwrap();

    assert!(!world.lets_in(&here).await);
}

#[tokio::test]
async fn says_not_found_for_sessions_of_others_and_for_what_is_none() {
    let world = World::with(Role::Admin).await;
    let here = world.caller().await;
    let other = user(&world.tenant.id, "grace@example.com", &[Role::Viewer], now()).unwrap();
    let (theirs, _) = session(&other, now());
    world.store.put_session(theirs.clone());

    for id in [theirs.id.as_str(), "ses_0195f6a0-7c1e-7d43-9a55-0000000000ff", "nonsense"] {
        assert_eq!(code(revoke(&world, &here, id).await), "not_found");
    }
}

#[tokio::test]
async fn refuses_whoever_has_no_session() {
    let world = World::with(Role::Viewer).await;
    let there = world.caller().await;
    let program = caller_of(&world.user, Credential::ApiKey(ApiKeyId::generate(now())));

    assert_eq!(code(revoke(&world, &program, there.session().unwrap().as_str()).await), "forbidden");
    assert!(world.lets_in(&there).await);
}

#[tokio::test]
async fn says_not_found_for_the_sample_event_whose_session_is_gone() {
    assert_eq!(code(handle(&MemoryIdentity::default(), load_request("identity/revoke-session")).await), "not_found");
}
