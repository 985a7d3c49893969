use super::*;
use crate::administration::testing::{Office, Rivalry};
use pantheon_core::{Caller, Error, identity::SecondFactor};
use pantheon_testing::{code, load_request, now, request, stranger};

fn reset(caller: &Caller, id: &UserId) -> Request {
    request().called_by(caller).path("user_id", id).build()
}

async fn guarded(office: &Office, roles: &[&str]) -> User {
    let factor = SecondFactor::pending("c2VhbGVk".to_owned(), now()).confirmed(1, [].into());
    let member = office.member(roles).await;
    office.hire(User { second_factor: Some(factor), ..member }).await
}

#[tokio::test]
async fn takes_the_authenticator_away_once() {
    let office = Office::open();
    let member = guarded(&office, &["viewer"]).await;

    handle(office.directory(), load_request("identity/reset-user-totp")).await.unwrap();
    handle(office.directory(), load_request("identity/reset-user-totp")).await.unwrap();

    assert_eq!(office.user_now(&member.id).await.second_factor, None);
    assert_eq!(office.store.told(), ["user.second_factor_removed"]);
}

#[tokio::test]
async fn lets_nobody_weaken_those_who_hold_more_nor_themselves() {
    let office = Office::open();
    let clerk = office.clerk(&["operator"]).await;
    let zeus = guarded(&office, &["admin"]).await;

    assert_eq!(code(handle(office.directory(), reset(&clerk, &zeus.id)).await), "forbidden");
    let own = handle(office.directory(), reset(&clerk, &clerk.user)).await;
    assert!(matches!(own, Err(Error::Refused { .. })), "{own:?}");
    assert_eq!(office.user_now(&zeus.id).await, zeus);
}

#[tokio::test]
async fn decides_anew_when_the_user_changes_meanwhile() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, guarded(&office, &["viewer"]).await);
    let rivalry = Rivalry::over_user(&office.store, 1, &member.id);

    handle(rivalry.directory(&office), reset(&boss, &member.id)).await.unwrap();

    assert_eq!(office.user_now(&member.id).await.second_factor, None);
}

#[tokio::test]
async fn says_not_found_for_a_stranger_and_forbidden_without_the_permission() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, guarded(&office, &["viewer"]).await);
    let lost = Caller { tenant: stranger(), ..boss.clone() };
    let reader = Caller { permissions: [Permission::UsersRead].into(), ..boss };

    assert_eq!(code(handle(office.directory(), reset(&lost, &member.id)).await), "not_found");
    assert_eq!(code(handle(office.directory(), reset(&reader, &member.id)).await), "forbidden");
    assert_eq!(office.user_now(&member.id).await, member);
}
