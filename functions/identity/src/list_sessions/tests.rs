use super::*;
use crate::testing::World;
use chrono::TimeDelta;
use pantheon_core::{
    Caller, Credential,
    id::ApiKeyId,
    identity::{Session, SessionState},
    permission::Role,
};
use pantheon_testing::{
    code,
    identity::{caller_of, session},
    load_request, now, request, violations,
};
use serde_json::{Value, json};

async fn list(world: &World, caller: &Caller, query: &[(&str, &str)]) -> Result<Json<Listing<SessionView>>> {
    let request = request().route("GET", "/v1/auth/sessions").called_by(caller);
    let request = query.iter().fold(request, |request, (name, value)| request.query(name, value));
    handle(world.store, world.store, &Cursors::new(b"secret"), request.build()).await
}

fn items(answer: &Json<Listing<SessionView>>) -> Vec<Value> {
    answer.body.items.iter().map(|item| serde_json::to_value(item).unwrap()).collect()
}

/// Adds a session for each way to be over, and returns them.
fn ended(world: &World) -> Vec<Session> {
    let base = || session(&world.user, now() - TimeDelta::days(1)).0;
    let over = vec![
        Session { state: SessionState::Ended, ..base() },
        Session { state: SessionState::Revoked, ..base() },
        Session { expires_at: now(), ..base() },
    ];
    over.iter().cloned().for_each(|session| world.store.put_session(session));
    over
}

#[tokio::test]
async fn lists_the_live_sessions_of_the_caller_and_tells_which_is_present() {
    let world = World::with(Role::Viewer).await;
    let (first, second) = (world.caller().await, world.caller().await);
    ended(&world);

    let shown = items(&list(&world, &second, &[]).await.unwrap());

    let mut expected = [(first.session().unwrap(), false), (second.session().unwrap(), true)];
    expected.sort();
    expected.reverse();
    let found: Vec<_> =
        shown.iter().map(|item| (item["id"].as_str().unwrap(), item["current"].as_bool().unwrap())).collect();
    assert_eq!(found, expected.map(|(id, current)| (id.as_str(), current)));
    assert!(shown.iter().all(|item| item["state"] == "live"));
}

#[tokio::test]
async fn lists_those_that_are_over_when_it_is_asked_to() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;
    let over = ended(&world);

    let shown = items(&list(&world, &caller, &[("all", "true")]).await.unwrap());

    let state = |session: &Session| {
        shown.iter().find(|item| item["id"] == session.id.as_str()).unwrap()["state"].as_str().unwrap()
    };
    assert_eq!(over.iter().map(state).collect::<Vec<_>>(), ["ended", "revoked", "expired"]);
}

#[tokio::test]
async fn takes_sessions_from_before_a_general_sign_out_for_revoked() {
    let world = World::with(Role::Viewer).await;
    let (old, _) = session(&world.user, now() - TimeDelta::days(1));
    world.store.put_session(old.clone());
    world.store.put_user(world.user.signed_out(now()));
    let caller = world.caller().await;

    let live = items(&list(&world, &caller, &[]).await.unwrap());
    let all = items(&list(&world, &caller, &[("all", "true")]).await.unwrap());

    assert!(live.iter().all(|item| item["id"] != old.id.as_str()));
    assert_eq!(all.iter().find(|item| item["id"] == old.id.as_str()).unwrap()["state"], "revoked");
}

#[tokio::test]
async fn shows_how_and_from_where_and_no_secret() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;

    let shown = items(&list(&world, &caller, &[]).await.unwrap()).remove(0);

    let expected = json!({
        "id": caller.session().unwrap(),
        "state": "live",
        "current": true,
        "method": "password",
        "audience": "api",
        "user_agent": null,
        "source_ip": null,
        "started_at": now(),
        "refreshed_at": now(),
        "expires_at": now() + Session::LIFETIME,
    });
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn lists_nobody_elses_sessions() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;
    let other =
        pantheon_testing::identity::user(&world.tenant.id, "grace@example.com", &[Role::Viewer], now()).unwrap();
    world.store.put_session(session(&other, now()).0);

    assert_eq!(items(&list(&world, &caller, &[("all", "true")]).await.unwrap()).len(), 1);
}

#[tokio::test]
async fn goes_on_where_the_page_before_ended() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;
    world.caller().await;

    let first = list(&world, &caller, &[("page_size", "1")]).await.unwrap();
    let cursor = first.body.next_cursor.clone().unwrap();
    let second = list(&world, &caller, &[("page_size", "1"), ("cursor", &cursor)]).await.unwrap();

    assert_ne!(items(&first), items(&second));
    assert_eq!(second.body.next_cursor, None);
}

#[tokio::test]
async fn refuses_what_it_does_not_know_and_whoever_has_no_session() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;

    for (name, value) in [("state", "live"), ("all", "some"), ("cursor", "abc"), ("page_size", "0")] {
        assert_eq!(violations(list(&world, &caller, &[(name, value)]).await), [name]);
    }
    let program = caller_of(&world.user, Credential::ApiKey(ApiKeyId::generate(now())));
    assert_eq!(code(list(&world, &program, &[]).await), "forbidden");
}

#[tokio::test]
async fn says_not_found_for_the_sample_event_whose_user_is_gone() {
    let world = World::with(Role::Viewer).await;
    let request = load_request("identity/list-sessions");

    assert_eq!(code(handle(world.store, world.store, &Cursors::new(b"secret"), request).await), "not_found");
}
