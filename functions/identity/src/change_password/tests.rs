use super::*;
use crate::testing::{PASSWORD, World, tokens};
use chrono::TimeDelta;
use pantheon_core::{
    Credential,
    id::{ApiKeyId, SessionId},
    permission::Role,
};
use pantheon_lambda::Context;
use pantheon_testing::{code, context, identity::caller_of, load_request, now, request, violations};
use serde_json::{Value, json};

const NEW: &str = "seven lazy foxes on the moon";

/// Asks a second after the session of the caller began.
async fn change(world: &World, caller: &Caller, body: Value) -> Result<Json<TokenPair>> {
    let context = Context { now: now() + TimeDelta::seconds(1), ..context() };
    let request = request().route("POST", "/v1/auth/password").called_by(caller).body(body).context(context);
    handle(&world.doorkeeper(), world.store, &world.sessions(), request.build()).await
}

fn to_new() -> Value {
    json!({ "current_password": PASSWORD, "new_password": NEW })
}

#[tokio::test]
async fn replaces_the_password_ends_every_session_and_begins_one() {
    let world = World::with(Role::Viewer).await;
    let (present, elsewhere) = (world.caller().await, world.caller().await);

    let answer = change(&world, &present, to_new()).await.unwrap();

    let next = world.holder_of(&tokens(&answer.body).1);
    assert!(!world.lets_in(&present).await && !world.lets_in(&elsewhere).await);
    assert!(world.lets_in(&next).await);
    let user = world.user_now().await;
    assert!(world.passwords.matches(&SecretString::from(NEW), user.password.as_ref()).unwrap());
    assert!(!world.passwords.matches(&SecretString::from(PASSWORD), user.password.as_ref()).unwrap());
    assert_eq!(world.store.told()[2..], ["user.password_changed", "session.started"]);
}

#[tokio::test]
async fn keeps_the_audience_of_the_session() {
    let world = World::with(Role::Admin).await;
    let sign_in = SignIn { audience: Audience::Mobile, ..SignIn::by(SignInMethod::Exchange) };
    let pair = world.sessions().begin(&world.user, sign_in, now()).await.unwrap();
    let telephone = world.holder_of(&tokens(&pair).1);

    let answer = change(&world, &telephone, to_new()).await.unwrap();

    let next = world.session_of(&world.holder_of(&tokens(&answer.body).1)).await;
    assert_eq!((next.sign_in.audience, next.sign_in.method), (Audience::Mobile, SignInMethod::Password));
}

#[tokio::test]
async fn demands_the_present_password_and_makes_guessers_wait() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;
    let guess = json!({ "current_password": "wrong", "new_password": NEW });

    for _ in 0..6 {
        assert_eq!(violations(change(&world, &caller, guess.clone()).await), ["/current_password"]);
    }
    assert_eq!(code(change(&world, &caller, to_new()).await), "quota_exceeded");
    assert_eq!(world.user_now().await, world.user);
}

#[tokio::test]
async fn refuses_a_new_password_that_is_the_old_one_or_easy_to_guess() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;

    for weak in [PASSWORD, "short", "password1234", "ada@example.com"] {
        let body = json!({ "current_password": PASSWORD, "new_password": weak });
        assert_eq!(violations(change(&world, &caller, body).await), ["/new_password"], "{weak}");
    }
    assert_eq!(world.user_now().await, world.user);
}

#[tokio::test]
async fn replaces_no_password_that_took_the_place_of_the_confirmed_one() {
    let world = World::with(Role::Viewer).await;
    let origin = crate::sessions::of_user(&world.tenant.id, &world.user.id, now());
    let (confirmed, other) = (PasswordHash("confirmed".to_owned()), PasswordHash("other".to_owned()));
    let user = pantheon_core::identity::User { password: Some(other), ..world.user };

    assert_eq!(violations(replaced(&user, Some(&confirmed), &confirmed, &origin)), ["/current_password"]);
}

#[tokio::test]
async fn refuses_whoever_has_no_session_or_no_password() {
    let world = World::with(Role::Viewer).await;
    let caller = world.caller().await;
    let program = caller_of(&world.user, Credential::ApiKey(ApiKeyId::generate(now())));
    let forgotten = caller_of(&world.user, Credential::Session(SessionId::generate(now())));

    assert_eq!(code(change(&world, &program, to_new()).await), "forbidden");
    assert_eq!(code(change(&world, &forgotten, to_new()).await), "unauthenticated");
    world.store.put_user(pantheon_core::identity::User { password: None, ..world.user.clone() });
    assert_eq!(code(change(&world, &caller, to_new()).await), "forbidden");
}

#[tokio::test]
async fn refuses_the_sample_event_whose_session_is_gone() {
    let world = World::with(Role::Viewer).await;
    let request = load_request("identity/change-password");

    let answer = handle(&world.doorkeeper(), world.store, &world.sessions(), request).await;

    assert_eq!(code(answer), "unauthenticated");
}
