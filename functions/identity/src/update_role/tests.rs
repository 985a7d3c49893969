use super::*;
use crate::administration::testing::{Office, Rivalry};
use pantheon_lambda::http::Answer;
use pantheon_testing::{code, load_request, request, stranger, violations};
use serde_json::json;

fn change(caller: &Caller, name: &str, permissions: &[&str], if_match: &str) -> Request {
    let body = json!({ "description": "Changed.", "permissions": permissions });
    request().called_by(caller).path("role_name", name).header("if-match", if_match).body(body).build()
}

async fn scanner(office: &Office) -> CustomRole {
    office.book().await.custom[&"scanner".parse().unwrap()].clone()
}

#[tokio::test]
async fn changes_what_a_role_permits() {
    let office = Office::open();
    office.role("scanner", &[Permission::ScansStart]).await;

    let answer = handle(office.directory(), load_request("identity/update-role")).await.unwrap();

    let expected = [Permission::ResourcesRead, Permission::ScansRead, Permission::ScansStart].into();
    assert_eq!((scanner(&office).await.permissions, scanner(&office).await.version), (expected, Version(2)));
    assert_eq!(Answer::from(answer).header("etag"), Some("\"2\""));
    assert_eq!(office.store.told(), ["role.changed"]);
}

#[tokio::test]
async fn lets_nobody_widen_a_role_beyond_what_they_hold() {
    let office = Office::open();
    office.role("scanner", &[Permission::ScansStart]).await;
    let clerk = office.clerk(&["operator"]).await;

    for name in ["scanner", "clerk"] {
        let request = change(&clerk, name, &["scans:start", "veto:execute"], "\"1\"");
        assert_eq!(code(handle(office.directory(), request).await), "forbidden");
    }
    assert!(office.store.told().is_empty());
}

#[tokio::test]
async fn lets_nobody_narrow_a_role_that_holds_more_than_they_do() {
    let office = Office::open();
    office.role("scanner", &[Permission::VetoExecute]).await;
    let clerk = office.clerk(&["operator"]).await;

    assert_eq!(code(handle(office.directory(), change(&clerk, "scanner", &[], "\"1\"")).await), "forbidden");
    assert_eq!(scanner(&office).await.permissions, [Permission::VetoExecute].into());
}

#[tokio::test]
async fn wants_the_version_that_was_read() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let boss = office.administrator().await;
    let body = json!({ "description": "", "permissions": [] });
    let blind = request().called_by(&boss).path("role_name", "scanner").body(body).build();

    assert_eq!(code(handle(office.directory(), blind).await), "precondition_required");
    assert_eq!(code(handle(office.directory(), change(&boss, "scanner", &[], "\"2\"")).await), "precondition_failed");
}

#[tokio::test]
async fn tries_again_when_another_role_changed_and_not_when_this_one_did() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let boss = office.administrator().await;
    let another = Rivalry::over_roles(&office.store, 1);
    handle(another.directory(&office), change(&boss, "scanner", &["scans:read"], "\"1\"")).await.unwrap();

    let this = Rivalry::of(&office.store, 1, |store| {
        let book = futures::executor::block_on(office.book());
        let role = futures::executor::block_on(scanner(&office));
        store.put_roles(book.with_changed(role, Version(2)).unwrap());
    });
    let refused = handle(this.directory(&office), change(&boss, "scanner", &[], "\"2\"")).await;

    assert_eq!(code(refused), "precondition_failed");
    assert_eq!(scanner(&office).await.permissions, [Permission::ScansRead].into());
}

#[tokio::test]
async fn changes_neither_built_in_roles_nor_those_of_another_tenant() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let boss = office.administrator().await;
    let lost = Caller { tenant: stranger(), ..boss.clone() };

    assert_eq!(code(handle(office.directory(), change(&boss, "viewer", &[], "\"1\"")).await), "conflict");
    assert_eq!(code(handle(office.directory(), change(&boss, "gone", &[], "\"1\"")).await), "not_found");
    assert_eq!(code(handle(office.directory(), change(&lost, "scanner", &[], "\"1\"")).await), "not_found");
}

#[tokio::test]
async fn points_at_what_is_wrong_and_needs_the_permission_to_write_roles() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let boss = office.administrator().await;
    let body = json!({ "description": "\u{7}", "permissions": [] });
    let loud = request().called_by(&boss).path("role_name", "scanner").header("if-match", "\"1\"").body(body).build();
    let reader = Caller { permissions: [Permission::RolesRead].into(), ..boss };

    assert_eq!(violations(handle(office.directory(), loud).await), ["/description"]);
    assert_eq!(code(handle(office.directory(), change(&reader, "scanner", &[], "\"1\"")).await), "forbidden");
}
