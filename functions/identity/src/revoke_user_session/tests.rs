use super::*;
use crate::administration::testing::Office;
use pantheon_core::{
    Caller,
    identity::{Session, SessionState, User},
};
use pantheon_testing::{code, identity::session, load_request, now, request, stranger};

fn signed_in(office: &Office, user: &User) -> Session {
    let (session, _) = session(user, now());
    office.store.put_session(session.clone());
    session
}

fn revoke(caller: &Caller, user: &UserId, session: &SessionId) -> Request {
    request().called_by(caller).path("user_id", user).path("session_id", session).build()
}

async fn state(office: &Office, session: &Session) -> SessionState {
    office.store.session(&session.tenant, &session.user, &session.id).await.unwrap().unwrap().state
}

#[tokio::test]
async fn calls_a_session_back_once() {
    let office = Office::open();
    let member = office.member(&["viewer"]).await;
    let session =
        Session { id: "ses_0195f6a0-7c1e-7d43-9a55-000000000013".parse().unwrap(), ..session(&member, now()).0 };
    office.store.put_session(session.clone());

    for _ in 0..2 {
        handle(office.directory(), &office.store, load_request("identity/revoke-user-session")).await.unwrap();
    }

    assert_eq!(state(&office, &session).await, SessionState::Revoked);
    assert_eq!(office.store.told(), ["session.revoked"]);
}

#[tokio::test]
async fn lets_nobody_sign_those_out_who_hold_more() {
    let office = Office::open();
    let clerk = office.clerk(&["operator"]).await;
    let zeus = office.user("zeus", &["admin"]).await;
    let session = signed_in(&office, &zeus);

    let refused = handle(office.directory(), &office.store, revoke(&clerk, &zeus.id, &session.id)).await;

    assert_eq!(code(refused), "forbidden");
    assert_eq!(state(&office, &session).await, SessionState::Active);
}

#[tokio::test]
async fn finds_no_session_of_another_user_or_tenant() {
    let office = Office::open();
    let (boss, member) = (office.administrator().await, office.member(&["viewer"]).await);
    let session = signed_in(&office, &member);
    let other = office.user("other", &[]).await;
    let lost = Caller { tenant: stranger(), ..boss.clone() };

    for (caller, user) in [(&boss, &other.id), (&lost, &member.id)] {
        let refused = handle(office.directory(), &office.store, revoke(caller, user, &session.id)).await;
        assert_eq!(code(refused), "not_found");
    }
    assert_eq!(state(&office, &session).await, SessionState::Active);
}

#[tokio::test]
async fn needs_the_permission_to_write_users() {
    let office = Office::open();
    let member = office.member(&["viewer"]).await;
    let session = signed_in(&office, &member);
    let reader = pantheon_testing::caller(&[Permission::UsersRead]);

    let refused = handle(office.directory(), &office.store, revoke(&reader, &member.id, &session.id)).await;

    assert_eq!(code(refused), "forbidden");
}
