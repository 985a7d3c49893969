use super::*;
use crate::administration::testing::{Office, Rivalry, claimed};
use pantheon_core::{Caller, Error, identity::UserState};
use pantheon_testing::{code, load_request, now, request, stranger};

fn let_in(caller: &Caller, id: &UserId) -> Request {
    claimed(request().called_by(caller).path("user_id", id).build())
}

async fn disabled(office: &Office, roles: &[&str]) -> User {
    let member = office.member(roles).await;
    office.hire(member.disabled(now()).unwrap()).await
}

#[tokio::test]
async fn lets_a_user_in_again_who_signs_in_anew() {
    let office = Office::open();
    let member = disabled(&office, &["viewer"]).await;

    let answer = handle(office.directory(), claimed(load_request("identity/enable-user"))).await.unwrap();

    let kept = office.user_now(&member.id).await;
    assert_eq!((answer.body.state, kept.state, kept.sessions_since), (UserState::Active, UserState::Active, now()));
    assert_eq!(office.store.told(), ["user.enabled"]);
}

#[tokio::test]
async fn makes_an_administrator_count_again() {
    let office = Office::open();
    let boss = office.administrator().await;
    let zeus = office.user("zeus", &["admin"]).await;
    office.hire(zeus.disabled(now()).unwrap()).await;
    assert!(!office.tenant_now().await.administrators.contains(&zeus.id));

    handle(office.directory(), let_in(&boss, &zeus.id)).await.unwrap();

    assert!(office.tenant_now().await.administrators.contains(&zeus.id));
}

#[tokio::test]
async fn changes_nothing_for_whoever_is_let_in_already() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, office.member(&["viewer"]).await);

    let answer = handle(office.directory(), let_in(&boss, &member.id)).await.unwrap();

    assert_eq!((answer.body.state, office.user_now(&member.id).await), (UserState::Active, member));
    assert!(office.store.told().is_empty());
}

#[tokio::test]
async fn lets_nobody_in_who_holds_more_than_the_caller_nor_the_caller() {
    let office = Office::open();
    let clerk = office.clerk(&["operator"]).await;
    let approver = disabled(&office, &["approver"]).await;

    assert_eq!(code(handle(office.directory(), let_in(&clerk, &approver.id)).await), "forbidden");
    let own = handle(office.directory(), let_in(&clerk, &clerk.user)).await;
    assert!(matches!(own, Err(Error::Refused { .. })), "{own:?}");
    assert!(office.store.told().is_empty());
}

#[tokio::test]
async fn decides_anew_when_the_user_changes_meanwhile() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, disabled(&office, &["viewer"]).await);
    let rivalry = Rivalry::over_user(&office.store, 1, &member.id);

    handle(rivalry.directory(&office), let_in(&boss, &member.id)).await.unwrap();

    assert_eq!(office.store.told(), ["user.enabled"]);
}

#[tokio::test]
async fn says_not_found_for_a_stranger_and_forbidden_without_the_permission() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, disabled(&office, &["viewer"]).await);
    let lost = Caller { tenant: stranger(), ..boss.clone() };
    let reader = Caller { permissions: [Permission::UsersRead].into(), ..boss };

    assert_eq!(code(handle(office.directory(), let_in(&lost, &member.id)).await), "not_found");
    assert_eq!(code(handle(office.directory(), let_in(&reader, &member.id)).await), "forbidden");
}
