use super::*;
use crate::testing::{EMAIL, World};
use pantheon_core::{id::ApiKeyId, permission::Role};
use pantheon_testing::{code, identity::MemoryIdentity, load_request, now, request, stranger};
use serde_json::json;

fn caller(world: &World) -> Caller {
    Caller {
        tenant: world.tenant.id.clone(),
        user: world.user.id.clone(),
        credential: Credential::Session(SessionId::generate(now())),
        permissions: [Permission::ScansRead].into(),
    }
}

#[tokio::test]
async fn shows_the_caller() {
    let world = World::with(Role::Auditor).await;
    let caller = caller(&world);

    let answer = handle(world.store, world.store, request().called_by(&caller).build()).await.unwrap();

    let expected = json!({
        "id": world.user.id,
        "email": EMAIL,
        "state": "active",
        "roles": ["auditor"],
        "permissions": ["scans:read"],
        "session_id": caller.session().unwrap(),
        "second_factor": false,
        "tenant": { "id": world.tenant.id, "name": "Olympus" },
        "created_at": now(),
    });
    assert_eq!(serde_json::to_value(answer.body).unwrap(), expected);
}

#[tokio::test]
async fn shows_no_session_to_a_program_and_that_there_is_an_authenticator() {
    let (world, _) = World::with_authenticator(Role::Auditor).await;
    let program = Caller { credential: Credential::ApiKey(ApiKeyId::generate(now())), ..caller(&world) };

    let answer = handle(world.store, world.store, request().called_by(&program).build()).await.unwrap();

    let shown = serde_json::to_value(answer.body).unwrap();
    assert_eq!((&shown["session_id"], &shown["second_factor"]), (&json!(null), &json!(true)));
}

#[tokio::test]
async fn shows_no_password() {
    let world = World::with(Role::Auditor).await;

    let answer = handle(world.store, world.store, request().called_by(&caller(&world)).build()).await.unwrap();

    assert!(!serde_json::to_string(&answer.body).unwrap().contains("argon2"));
}

#[tokio::test]
async fn says_not_found_in_another_tenant() {
    let world = World::with(Role::Admin).await;
    let lost = Caller { tenant: stranger(), ..caller(&world) };

    assert_eq!(code(handle(world.store, world.store, request().called_by(&lost).build()).await), "not_found");
}

#[tokio::test]
async fn says_not_found_for_the_sample_event_whose_user_is_gone() {
    let store = MemoryIdentity::default();

    assert_eq!(code(handle(&store, &store, load_request("identity/get-current-user")).await), "not_found");
}

#[tokio::test]
async fn says_unauthenticated_to_whoever_has_not_signed_in() {
    let store = MemoryIdentity::default();

    assert_eq!(code(handle(&store, &store, request().build()).await), "unauthenticated");
}
