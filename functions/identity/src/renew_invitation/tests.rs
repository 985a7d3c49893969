use super::*;
use crate::administration::testing::{Office, Rivalry, claimed};
use pantheon_core::{Caller, Error, identity::UserState};
use pantheon_testing::{code, identity::invited, load_request, now, request, stranger, tenant};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

fn renewal(caller: &Caller, id: &UserId) -> Request {
    claimed(request().called_by(caller).path("user_id", id).build())
}

fn token(answer: &Json<InvitedUserView>) -> InvitationToken {
    json!(answer.body)["invitation"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn replaces_the_invitation_before() {
    let office = Office::open();
    let boss = office.administrator().await;
    let (user, old) = invited(&tenant(), "ada@example.com", &[], now()).unwrap();
    office.hire(user.clone()).await;

    let answer = handle(office.directory(), renewal(&boss, &user.id)).await.unwrap();

    let kept = office.user_now(&user.id).await;
    assert_eq!(kept.state, UserState::Invited);
    let invitation = kept.invitation.unwrap();
    assert!(invitation.admits(&token(&answer), now()) && !invitation.admits(&old, now()));
    assert_eq!(office.store.told(), ["user.invitation_renewed"]);
}

#[tokio::test]
async fn lets_an_active_user_choose_another_password_and_go_on_until_then() {
    let office = Office::open();
    let member = office.member(&["viewer"]).await;

    let answer = handle(office.directory(), claimed(load_request("identity/renew-invitation"))).await.unwrap();

    let kept = office.user_now(&member.id).await;
    assert_eq!((kept.state, kept.session_version), (UserState::Active, member.session_version));
    assert_eq!((kept.password, answer.body.user.state), (member.password, UserState::Active));
}

#[tokio::test]
async fn shows_the_invitation_to_nobody_again() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, office.member(&["viewer"]).await);

    let answer = handle(office.directory(), renewal(&boss, &member.id)).await.unwrap();

    let recorded = office.recorded();
    assert_eq!(recorded["body"]["invitation"], Value::Null);
    let kept = format!("{recorded} {}", json!(office.store.events()));
    assert!(!kept.contains(token(&answer).text().expose_secret()));
}

#[tokio::test]
async fn lets_nobody_take_the_place_of_those_who_hold_more() {
    let office = Office::open();
    let clerk = office.clerk(&["operator"]).await;
    let zeus = office.user("zeus", &["admin"]).await;
    let approver = office.user("approver", &["approver"]).await;

    for user in [zeus, approver] {
        assert_eq!(code(handle(office.directory(), renewal(&clerk, &user.id)).await), "forbidden");
        assert_eq!(office.user_now(&user.id).await, user);
    }
}

#[tokio::test]
async fn is_neither_for_oneself_nor_for_the_disabled() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, office.member(&["viewer"]).await);
    office.hire(member.disabled(now()).unwrap()).await;

    let own = handle(office.directory(), renewal(&boss, &boss.user)).await;
    assert!(matches!(own, Err(Error::Refused { .. })), "{own:?}");
    assert_eq!(code(handle(office.directory(), renewal(&boss, &member.id)).await), "conflict");
}

#[tokio::test]
async fn decides_anew_when_the_user_changes_meanwhile() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, office.member(&["viewer"]).await);
    let rivalry = Rivalry::over_user(&office.store, 1, &member.id);

    let answer = handle(rivalry.directory(&office), renewal(&boss, &member.id)).await.unwrap();

    let invitation = office.user_now(&member.id).await.invitation.unwrap();
    assert!(invitation.admits(&token(&answer), now()));
}

#[tokio::test]
async fn says_not_found_for_a_stranger_and_forbidden_without_the_permission() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, office.member(&["viewer"]).await);
    let lost = Caller { tenant: stranger(), ..boss.clone() };
    let reader = Caller { permissions: [Permission::UsersRead].into(), ..boss };

    assert_eq!(code(handle(office.directory(), renewal(&lost, &member.id)).await), "not_found");
    assert_eq!(code(handle(office.directory(), renewal(&reader, &member.id)).await), "forbidden");
}
