use super::*;
use crate::administration::testing::{Office, Rivalry, claim, claimed};
use pantheon_core::{
    Caller, Error,
    command::{Claimed, Idempotency},
    identity::UserState,
};
use pantheon_testing::{code, load_request, now, request, stranger};
use serde_json::json;

fn shut_out(caller: &Caller, id: &UserId) -> Request {
    claimed(request().called_by(caller).path("user_id", id).build())
}

#[tokio::test]
async fn shuts_a_user_out_and_ends_their_sessions() {
    let office = Office::open();
    let member = office.member(&["viewer"]).await;

    let answer = handle(office.directory(), claimed(load_request("identity/disable-user"))).await.unwrap();

    let kept = office.user_now(&member.id).await;
    assert_eq!((answer.body.state, kept.state, kept.sessions_since), (UserState::Disabled, UserState::Disabled, now()));
    assert_eq!(office.store.told(), ["user.disabled"]);
    assert_eq!(office.recorded()["body"], json!(answer.body));
}

#[tokio::test]
async fn changes_nothing_the_second_time_and_gives_the_key_back() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, office.member(&["viewer"]).await);
    handle(office.directory(), shut_out(&boss, &member.id)).await.unwrap();
    let first = office.user_now(&member.id).await;
    office.requests.claim(&claim("first"), now(), now() + chrono::TimeDelta::seconds(30)).await.unwrap();

    let answer = handle(office.directory(), shut_out(&boss, &member.id)).await.unwrap();

    assert_eq!((answer.body.state, office.user_now(&member.id).await), (UserState::Disabled, first));
    assert_eq!(office.store.told(), ["user.disabled"]);
    let again = office.requests.claim(&claim("second"), now(), now() + chrono::TimeDelta::seconds(30)).await;
    assert_eq!(again.unwrap(), Claimed::Ours);
}

#[tokio::test]
async fn lets_nobody_shut_out_those_who_hold_more() {
    let office = Office::open();
    let clerk = office.clerk(&["operator"]).await;
    office.user("zeus", &["admin"]).await;
    let hera = office.user("hera", &["admin"]).await;
    let approver = office.user("approver", &["approver"]).await;

    for user in [hera, approver] {
        assert_eq!(code(handle(office.directory(), shut_out(&clerk, &user.id)).await), "forbidden");
        assert_eq!(office.user_now(&user.id).await, user);
    }
}

#[tokio::test]
async fn keeps_the_last_administrator_and_whoever_asks() {
    let office = Office::open();
    let boss = office.administrator().await;
    let own = handle(office.directory(), shut_out(&boss, &boss.user)).await;
    assert!(matches!(own, Err(Error::Refused { .. })), "{own:?}");

    let other = Caller { user: office.member(&[]).await.id, ..boss.clone() };
    assert_eq!(code(handle(office.directory(), shut_out(&other, &boss.user)).await), "conflict");

    office.user("zeus", &["admin"]).await;
    handle(office.directory(), shut_out(&other, &boss.user)).await.unwrap();
    assert!(!office.tenant_now().await.administrators.contains(&boss.user));
}

#[tokio::test]
async fn decides_anew_when_the_user_changes_meanwhile_and_gives_up_in_the_end() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, office.member(&["viewer"]).await);

    let always = Rivalry::over_user(&office.store, 99, &member.id);
    assert_eq!(code(handle(always.directory(&office), shut_out(&boss, &member.id)).await), "unavailable");
    assert!(office.store.told().is_empty());

    let twice = Rivalry::over_user(&office.store, 2, &member.id);
    handle(twice.directory(&office), shut_out(&boss, &member.id)).await.unwrap();
    assert_eq!(office.store.told(), ["user.disabled"]);
}

#[tokio::test]
async fn says_not_found_for_a_stranger_and_forbidden_without_the_permission() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, office.member(&["viewer"]).await);
    let lost = Caller { tenant: stranger(), ..boss.clone() };
    let reader = Caller { permissions: [Permission::UsersRead].into(), ..boss };

    assert_eq!(code(handle(office.directory(), shut_out(&lost, &member.id)).await), "not_found");
    assert_eq!(code(handle(office.directory(), shut_out(&reader, &member.id)).await), "forbidden");
    assert_eq!(office.user_now(&member.id).await, member);
}
