use super::*;
use crate::administration::testing::{Office, claimed, names};
use pantheon_core::{
    Caller, Error,
    identity::{UserFilter, UserState, Users},
    page::{PageRequest, PageSize},
};
use pantheon_testing::{
    code,
    identity::{tenant as another_tenant, user},
    load_request, now, request, tenant, violations,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

async fn invite(office: &Office, caller: &Caller, email: &str, roles: &[&str]) -> Result<Json<InvitedUserView>> {
    let body = json!({ "email": email, "roles": roles });
    handle(office.directory(), claimed(request().called_by(caller).body(body).build())).await
}

fn token(answer: &Json<InvitedUserView>) -> InvitationToken {
    json!(answer.body)["invitation"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn makes_a_user_who_can_accept_within_a_week() {
    let office = Office::open();

    let answer = handle(office.directory(), claimed(load_request("identity/invite-user"))).await.unwrap();

    let kept = office.user_now(&answer.body.user.id).await;
    assert_eq!((answer.status(), kept.state, kept.roles.clone()), (201, UserState::Invited, names(&["viewer"])));
    assert!(kept.invitation.unwrap().admits(&token(&answer), now()));
    assert_eq!(answer.body.user.invitation_expires_at, Some(now() + Invitation::LIFETIME));
    assert_eq!(office.store.told(), ["user.invited"]);
}

#[tokio::test]
async fn shows_the_invitation_once_and_keeps_its_digest_alone() {
    let office = Office::open();
    let boss = office.administrator().await;

    let answer = invite(&office, &boss, "ada@example.com", &["viewer"]).await.unwrap();

    let secret = token(&answer).text().expose_secret().to_owned();
    let recorded = office.recorded();
    assert_eq!(recorded["body"]["invitation"], Value::Null);
    assert_eq!(recorded["body"]["id"], json!(answer.body.user.id));
    assert!(!recorded.to_string().contains(&secret));
    assert!(
        !format!("{:?}{:?}{answer:?}", office.user_now(&answer.body.user.id).await, office.store.events())
            .contains(&secret)
    );
}

#[tokio::test]
async fn says_the_same_of_an_address_whichever_tenant_it_belongs_to() {
    let office = Office::open();
    let boss = office.administrator().await;
    let elsewhere = another_tenant("Atlantis", now()).unwrap();
    office.store.put_user(user(&elsewhere.id, "poseidon@example.com", &[], now()).unwrap());
    office.user("hera", &["viewer"]).await;

    let reasons = ["poseidon@example.com", "Hera@example.com"].map(async |email| {
        match invite(&office, &boss, email, &[]).await {
            Err(Error::Conflict { reason }) => reason,
            other => panic!("{other:?}"),
        }
    });
    let [foreign, own] = futures::future::join_all(reasons).await.try_into().unwrap();

    assert_eq!(foreign, own);
    assert!(office.store.told().is_empty());
}

#[tokio::test]
async fn lets_nobody_give_what_they_do_not_hold() {
    let office = Office::open();
    let clerk = office.clerk(&["operator"]).await;
    office.role("secretary", &[Permission::ScansRead, Permission::VetoExecute]).await;

    for roles in [&["admin"][..], &["governor"], &["secretary"], &["viewer", "approver"]] {
        assert_eq!(code(invite(&office, &clerk, "ada@example.com", roles).await), "forbidden", "{roles:?}");
    }
    assert!(office.store.told().is_empty());
    invite(&office, &clerk, "ada@example.com", &["operator", "clerk"]).await.unwrap();
}

#[tokio::test]
async fn lets_a_program_give_no_more_than_its_key_permits() {
    let office = Office::open();
    let boss = office.administrator().await;
    let program = Caller { permissions: [Permission::UsersWrite].into(), ..boss };

    assert_eq!(code(invite(&office, &program, "ada@example.com", &["viewer"]).await), "forbidden");
    invite(&office, &program, "ada@example.com", &[]).await.unwrap();
}

#[tokio::test]
async fn points_at_what_is_wrong() {
    let office = Office::open();
    let boss = office.administrator().await;

    assert_eq!(violations(invite(&office, &boss, "nobody", &[]).await), ["/email"]);
    assert_eq!(violations(invite(&office, &boss, "ada@example.com", &["Admin"]).await), ["/roles/0"]);
    assert_eq!(violations(invite(&office, &boss, "ada@example.com", &["scanner"]).await), ["/roles"]);
}

#[tokio::test]
async fn needs_the_permission_to_write_users() {
    let office = Office::open();
    let auditor = office.user("auditor", &["auditor"]).await;
    let auditor = office.caller(&auditor).await;

    assert_eq!(code(invite(&office, &auditor, "ada@example.com", &[]).await), "forbidden");
    assert_eq!(office.store.users(&tenant(), &UserFilter::default(), &first()).await.unwrap().items.len(), 1);
}

fn first() -> PageRequest {
    PageRequest::first(PageSize::DEFAULT)
}
