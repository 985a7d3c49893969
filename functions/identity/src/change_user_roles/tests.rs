use super::*;
use crate::administration::testing::{Office, Rivalry, names};
use pantheon_core::identity::{Invitation, InvitationToken, Tenant, UserState};
use pantheon_lambda::http::Answer;
use pantheon_testing::{code, load_request, now, request, violations};
use serde_json::json;

fn give(caller: &Caller, user: &UserId, roles: &[&str], if_match: &str) -> Request {
    let request = request().called_by(caller).path("user_id", user).body(json!({ "roles": roles }));
    request.header("if-match", if_match).build()
}

async fn change(office: &Office, caller: &Caller, user: &User, roles: &[&str]) -> Result<Json<UserView>> {
    handle(office.directory(), give(caller, &user.id, roles, &format!("\"{}\"", user.version.0))).await
}

#[tokio::test]
async fn gives_other_roles_and_calls_the_tokens_back() {
    let office = Office::open();
    let member = office.member(&["viewer"]).await;

    let answer = handle(office.directory(), load_request("identity/change-user-roles")).await.unwrap();

    let kept = office.user_now(&member.id).await;
    assert_eq!((answer.body.roles.clone(), kept.roles.clone()), (names(&["operator"]), names(&["operator"])));
    assert_eq!((kept.session_version, kept.sessions_since), (member.session_version + 1, member.sessions_since));
    assert_eq!(Answer::from(answer).header("etag"), Some("\"2\""));
    assert_eq!(office.store.told(), ["user.roles_changed"]);
    assert_eq!(office.store.events()[0].data["roles"], json!(["operator"]));
}

#[tokio::test]
async fn lets_nobody_give_what_they_do_not_hold() {
    let office = Office::open();
    let clerk = office.clerk(&["operator"]).await;
    let member = office.user("member", &["viewer"]).await;

    for roles in [&["admin"][..], &["viewer", "governor"], &["approver"]] {
        assert_eq!(code(change(&office, &clerk, &member, roles).await), "forbidden", "{roles:?}");
    }
    assert_eq!(office.user_now(&member.id).await, member);
    change(&office, &clerk, &member, &["operator"]).await.unwrap();
}

#[tokio::test]
async fn lets_nobody_take_roles_from_those_who_hold_more() {
    let office = Office::open();
    let clerk = office.clerk(&["operator"]).await;
    office.user("zeus", &["admin"]).await;
    let hera = office.user("hera", &["admin"]).await;
    let approver = office.user("approver", &["viewer", "approver"]).await;

    for (user, roles) in [(&hera, &["viewer"][..]), (&hera, &[]), (&approver, &["viewer"])] {
        assert_eq!(code(change(&office, &clerk, user, roles).await), "forbidden");
        assert_eq!(office.user_now(&user.id).await, *user);
    }
}

#[tokio::test]
async fn lets_nobody_change_their_own() {
    let office = Office::open();
    let boss = office.administrator().await;
    office.user("zeus", &["admin"]).await;
    let own = office.user_now(&boss.user).await;

    let refused = change(&office, &boss, &own, &["viewer"]).await;

    assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
}

#[tokio::test]
async fn follows_administrators_and_keeps_the_last() {
    let office = Office::open();
    let hera = office.user("hera", &["admin"]).await;
    let boss = Caller { user: office.member(&[]).await.id, ..office.caller(&hera).await };

    assert_eq!(code(change(&office, &boss, &hera, &["viewer"]).await), "conflict");

    let zeus = office.user("zeus", &["viewer"]).await;
    change(&office, &boss, &zeus, &["admin"]).await.unwrap();
    change(&office, &boss, &hera, &["viewer"]).await.unwrap();
    assert_eq!(office.tenant_now().await.administrators, [zeus.id].into());
}

#[tokio::test]
async fn lets_two_administrators_not_demote_each_other() {
    let office = Office::open();
    let (zeus, hera) = (office.user("zeus", &["admin"]).await, office.user("hera", &["admin"]).await);
    let (caller, demoted) = (office.caller(&zeus).await, zeus.with_roles(names(&["viewer"])));
    let tenant = office.tenant_now().await.following(&demoted).unwrap().unwrap();
    let rivalry = Rivalry::of(&office.store, 1, move |store| {
        store.put_user(demoted.clone());
        store.put_tenant(tenant.clone());
    });

    let refused = handle(rivalry.directory(&office), give(&caller, &hera.id, &["viewer"], "\"1\"")).await;

    assert_eq!(code(refused), "conflict");
    assert_eq!(office.tenant_now().await.administrators, [hera.id].into());
}

#[tokio::test]
async fn tries_again_when_the_tenant_changed_and_not_when_the_user_did() {
    let office = Office::open();
    let boss = office.administrator().await;
    let member = office.member(&["admin"]).await;
    let hired = Rivalry::of(&office.store, 1, |store| {
        let tenant = futures::executor::block_on(office.tenant_now());
        store.put_tenant(Tenant { version: tenant.version.next(), ..tenant });
    });
    handle(hired.directory(&office), give(&boss, &member.id, &["viewer"], "\"1\"")).await.unwrap();

    let overtaken = Rivalry::over_user(&office.store, 1, &member.id);
    let refused = handle(overtaken.directory(&office), give(&boss, &member.id, &["operator"], "\"2\"")).await;

    assert_eq!(code(refused), "precondition_failed");
    assert_eq!(office.user_now(&member.id).await.roles, names(&["viewer"]));
}

#[tokio::test]
async fn wants_the_version_that_was_read() {
    let office = Office::open();
    let boss = office.administrator().await;
    let member = office.member(&["viewer"]).await;
    let blind = request().called_by(&boss).path("user_id", &member.id).body(json!({ "roles": [] })).build();

    assert_eq!(code(handle(office.directory(), blind).await), "precondition_required");
    let stale = give(&boss, &member.id, &["operator"], "\"7\"");
    assert_eq!(code(handle(office.directory(), stale).await), "precondition_failed");
}

#[tokio::test]
async fn changes_nothing_where_nothing_differs() {
    let office = Office::open();
    let boss = office.administrator().await;
    let member = office.member(&["viewer"]).await;

    change(&office, &boss, &member, &["viewer", "viewer"]).await.unwrap();

    assert_eq!(office.user_now(&member.id).await, member);
    assert!(office.store.told().is_empty());
}

#[tokio::test]
async fn takes_an_invitation_back_that_would_lead_to_more() {
    let office = Office::open();
    let boss = office.administrator().await;
    let member = office.member(&["viewer"]).await;
    let token = InvitationToken::make(member.tenant.clone(), member.id.clone(), [7; 32]);
    let invitation = Some(Invitation::of(&token, now()));
    let invited = office.hire(User { state: UserState::Invited, invitation, ..member }).await;

    change(&office, &boss, &invited, &[]).await.unwrap();
    let less = office.user_now(&invited.id).await;
    assert!(less.invitation.is_some());

    change(&office, &boss, &less, &["operator"]).await.unwrap();
    assert_eq!(office.user_now(&invited.id).await.invitation, None);
}

#[tokio::test]
async fn points_at_roles_that_are_none() {
    let office = Office::open();
    let boss = office.administrator().await;
    let member = office.member(&["viewer"]).await;

    assert_eq!(violations(change(&office, &boss, &member, &["gone"]).await), ["/roles"]);
    assert_eq!(violations(change(&office, &boss, &member, &["viewer", "no role"]).await), ["/roles/1"]);
}

#[tokio::test]
async fn says_not_found_for_a_stranger_and_forbidden_without_the_permission() {
    let office = Office::open();
    let boss = office.administrator().await;
    let member = office.member(&["viewer"]).await;
    let unknown: UserId = "usr_0195f6a0-7c1e-7d43-9a55-0000000000fe".parse().unwrap();
    let lost = Caller { tenant: pantheon_testing::stranger(), ..boss.clone() };
    let reader = Caller { permissions: [Permission::UsersRead].into(), ..boss.clone() };

    assert_eq!(code(handle(office.directory(), give(&boss, &unknown, &[], "\"1\"")).await), "not_found");
    assert_eq!(code(change(&office, &lost, &member, &[]).await), "not_found");
    assert_eq!(code(change(&office, &reader, &member, &[]).await), "forbidden");
}
