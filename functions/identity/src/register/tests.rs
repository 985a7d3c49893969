use super::*;
use crate::testing::{EMAIL, PASSWORD, World, shown, tokens};
use pantheon_core::{
    Caller,
    identity::{Invitation, SignInFailures, Users},
    permission::Role,
};
use pantheon_testing::{code, identity, load_request, now, request, violations};
use serde_json::{Value, json};

const NEW: &str = "seven lazy foxes on the moon";

/// Adds an invited user to the tenant of the world, and returns the invitation.
fn invite(world: &World, role: Role) -> (User, String) {
    let (user, token) = identity::invited(&world.tenant.id, "grace@example.com", &[role], now()).unwrap();
    world.store.put_user(user.clone());
    (user, token.text().expose_secret().to_owned())
}

/// Gives the user of the world an invitation to replace the password with.
async fn reset(world: &World) -> String {
    let user = world.user_now().await;
    let token = InvitationToken::make(user.tenant.clone(), user.id.clone(), [9; 32]);
    world.store.put_user(user.invited_again(Invitation::of(&token, now())).unwrap());
    token.text().expose_secret().to_owned()
}

async fn register(world: &World, body: Value) -> Result<Json<TokenPair>> {
    let request = request().route("POST", "/v1/auth/register").body(body).build();
    handle(&world.doorkeeper(), world.store, &world.sessions(), request).await
}

async fn accepted(world: &World, invitation: &str) -> Caller {
    let answer = register(world, json!({ "invitation": invitation, "password": NEW })).await.unwrap();
    world.holder_of(&tokens(&answer.body).1)
}

#[tokio::test]
async fn lets_an_invited_user_choose_a_password_and_signs_them_in() {
    let world = World::with(Role::Admin).await;
    let (user, invitation) = invite(&world, Role::Viewer);

    let session = accepted(&world, &invitation).await;

    let active = world.store.user(&user.tenant, &user.id).await.unwrap().unwrap();
    assert_eq!((active.state, active.invitation.is_none()), (UserState::Active, true));
    assert!(world.passwords.matches(&SecretString::from(NEW), active.password.as_ref()).unwrap());
    assert_eq!(world.session_of(&Caller { user: user.id, ..session }).await.sign_in.method, SignInMethod::Invitation);
    assert_eq!(world.store.told(), ["user.activated", "session.started"]);
}

#[tokio::test]
async fn makes_an_invited_administrator_one_of_the_tenant() {
    let world = World::with(Role::Viewer).await;
    let (user, invitation) = invite(&world, Role::Admin);

    register(&world, json!({ "invitation": invitation, "password": NEW })).await.unwrap();

    let tenant = world.store.tenant(&world.tenant.id).await.unwrap().unwrap();
    assert_eq!(tenant.administrators, [user.id].into());
}

#[tokio::test]
async fn takes_an_invitation_once() {
    let world = World::with(Role::Admin).await;
    let (_, invitation) = invite(&world, Role::Viewer);
    let body = json!({ "invitation": invitation, "password": NEW });

    assert!(register(&world, body.clone()).await.is_ok());
    assert_eq!(code(register(&world, body).await), "unauthenticated");
}

#[tokio::test]
async fn replaces_a_forgotten_password_and_signs_out_everywhere_else() {
    let world = World::with(Role::Viewer).await;
    let before = world.caller().await;
    let invitation = reset(&world).await;
    world.store.put_session({
        let mut session = world.session_of(&before).await;
        session.started_at -= chrono::TimeDelta::seconds(1);
        session
    });

    let after = accepted(&world, &invitation).await;

    assert!(!world.lets_in(&before).await);
    assert!(world.lets_in(&after).await);
    assert_eq!(world.store.told(), ["session.started", "user.password_changed", "session.started"]);
}

#[tokio::test]
async fn forgives_the_failures_of_whoever_forgot_the_password() {
    let world = World::with(Role::Viewer).await;
    let address = world.user.email.digest();
    let failures = pantheon_core::identity::Failures { count: 9, last_at: now() };
    world.store.remember(&address, None, &failures).await.unwrap();
    let invitation = reset(&world).await;

    accepted(&world, &invitation).await;

    assert_eq!(world.store.failures(&address).await.unwrap(), None);
}

#[tokio::test]
async fn asks_for_the_second_factor_where_there_is_one() {
    let (world, codes) = World::with_authenticator(Role::Viewer).await;
    let invitation = reset(&world).await;
    let mut body = json!({ "invitation": invitation, "password": NEW });

    assert_eq!(code(register(&world, body.clone()).await), "second_factor_required");
    body["totp_code"] = json!("000000");
    assert_eq!(code(register(&world, body.clone()).await), "unauthenticated");
    body["totp_code"] = json!(shown(&codes[0]));
    assert!(register(&world, body).await.is_ok());

    assert!(world.user_now().await.active_second_factor().is_some());
}

#[tokio::test]
async fn refuses_invitations_that_are_late_withdrawn_or_made_up() {
    let world = World::with(Role::Admin).await;
    let (user, invitation) = invite(&world, Role::Viewer);
    let made_up = InvitationToken::make(user.tenant.clone(), user.id.clone(), [8; 32]);
    let nobody = InvitationToken::make(user.tenant.clone(), pantheon_core::id::UserId::generate(now()), [7; 32]);

    for token in [made_up, nobody] {
        let body = json!({ "invitation": token.text().expose_secret(), "password": NEW });
        assert_eq!(code(register(&world, body).await), "unauthenticated");
    }
    for gone in [
        User { invitation: None, ..user.clone() },
        User { state: UserState::Disabled, ..user.clone() },
        User { invitation: user.invitation.clone().map(|i| Invitation { expires_at: now(), ..i }), ..user },
    ] {
        world.store.put_user(gone);
        let body = json!({ "invitation": invitation, "password": NEW });
        assert_eq!(code(register(&world, body).await), "unauthenticated");
    }
    for text in ["", "pin", &"x".repeat(100_000)] {
        assert_eq!(code(register(&world, json!({ "invitation": text, "password": NEW })).await), "unauthenticated");
    }
}

#[tokio::test]
async fn refuses_passwords_that_are_easy_to_guess_and_keeps_the_invitation() {
    let world = World::with(Role::Admin).await;
    let (_, invitation) = invite(&world, Role::Viewer);

    for weak in ["short", "password1234", "grace@example.com", "OlympusOlympus"] {
        let body = json!({ "invitation": invitation, "password": weak });
        assert_eq!(violations(register(&world, body).await), ["/password"], "{weak}");
    }

    assert!(register(&world, json!({ "invitation": invitation, "password": NEW })).await.is_ok());
}

#[tokio::test]
async fn refuses_bodies_that_break_the_contract() {
    let world = World::with(Role::Admin).await;

    for body in
        [json!({}), json!({ "invitation": "pin" }), json!({ "invitation": 1, "password": PASSWORD }), json!(null)]
    {
        assert_eq!(code(register(&world, body.clone()).await), "invalid", "{body}");
    }
}

#[tokio::test]
async fn refuses_the_sample_event_whose_user_nobody_invited() {
    let world = World::with(Role::Viewer).await;
    let request = load_request("identity/register");

    let answer = handle(&world.doorkeeper(), world.store, &world.sessions(), request).await;

    assert_eq!(code(answer), "unauthenticated");
}

#[tokio::test]
async fn hides_what_it_was_sent_from_logs() {
    let sent: Registration =
        serde_json::from_value(json!({ "invitation": "pin.x", "password": PASSWORD, "totp_code": "123456" })).unwrap();

    let logged = format!("{sent:?}");
    assert!(["pin.x", PASSWORD, "123456", EMAIL].iter().all(|secret| !logged.contains(secret)));
}
