use super::*;
use crate::administration::testing::{Office, Rivalry, claimed, names};
use pantheon_lambda::http::Answer;
use pantheon_testing::{code, load_request, now, request, violations};
use serde_json::{Value, json};

fn wish(caller: &Caller, body: Value) -> Request {
    claimed(request().called_by(caller).body(body).build())
}

fn scanner(permissions: &[&str]) -> Value {
    json!({ "name": "scanner", "description": "Starts scans.", "permissions": permissions })
}

#[tokio::test]
async fn makes_a_role_of_the_tenants_own() {
    let office = Office::open();

    let answer = handle(office.directory(), claimed(load_request("identity/create-role"))).await.unwrap();

    let permitted = office.book().await.permissions(&names(&["scanner"]));
    assert_eq!(permitted, [Permission::ScansRead, Permission::ScansStart].into());
    assert_eq!((answer.body.created_at, office.store.told()), (Some(now()), vec!["role.created".to_owned()]));
    assert_eq!(office.recorded()["body"], json!(answer.body));
    let answer = Answer::from(answer);
    assert_eq!((answer.header("location"), answer.header("etag")), (Some("/v1/roles/scanner"), Some("\"1\"")));
}

#[tokio::test]
async fn lets_nobody_make_a_role_that_holds_more_than_they_do() {
    let office = Office::open();
    let clerk = office.clerk(&["operator"]).await;

    for permission in ["veto:execute", "plans:approve", "tenants:create"] {
        assert_eq!(
            code(handle(office.directory(), wish(&clerk, scanner(&["scans:read", permission]))).await),
            "forbidden"
        );
    }
    handle(office.directory(), wish(&clerk, scanner(&["scans:read", "users:write"]))).await.unwrap();
}

#[tokio::test]
async fn takes_no_name_twice_and_no_built_in_one() {
    let office = Office::open();
    let boss = office.administrator().await;
    handle(office.directory(), wish(&boss, scanner(&[]))).await.unwrap();
    let built_in = json!({ "name": "admin", "description": "", "permissions": [] });

    assert_eq!(code(handle(office.directory(), wish(&boss, scanner(&[]))).await), "conflict");
    assert_eq!(code(handle(office.directory(), wish(&boss, built_in)).await), "conflict");
}

#[tokio::test]
async fn gives_nothing_to_those_who_hold_a_role_of_this_name_from_before() {
    let office = Office::open();
    let boss = office.administrator().await;
    office.user("hera", &["scanner"]).await;

    assert_eq!(code(handle(office.directory(), wish(&boss, scanner(&["scans:start"]))).await), "conflict");
    assert!(office.book().await.custom.is_empty());
}

#[tokio::test]
async fn makes_both_of_two_roles_that_are_made_at_once() {
    let office = Office::open();
    let boss = office.administrator().await;
    let rivalry = Rivalry::over_roles(&office.store, 1);
    handle(rivalry.directory(&office), wish(&boss, scanner(&[]))).await.unwrap();
    assert_eq!(office.store.told(), ["role.created"]);

    let always = Rivalry::over_roles(&office.store, 99);
    let other = json!({ "name": "reader", "description": "", "permissions": [] });
    assert_eq!(code(handle(always.directory(&office), wish(&boss, other)).await), "unavailable");
}

#[tokio::test]
async fn points_at_what_is_wrong() {
    let office = Office::open();
    let boss = office.administrator().await;
    let cases = [
        (json!({ "name": "No", "description": "", "permissions": [] }), "/name"),
        (json!({ "name": "scanner", "description": "a\nb", "permissions": [] }), "/description"),
        (json!({ "name": "scanner", "description": "x".repeat(201), "permissions": [] }), "/description"),
        (json!({ "name": "scanner", "description": "", "permissions": ["scans:read", "all"] }), "/permissions/1"),
    ];

    for (body, pointer) in cases {
        assert_eq!(violations(handle(office.directory(), wish(&boss, body)).await), [pointer]);
    }
}

#[tokio::test]
async fn needs_the_permission_to_write_roles() {
    let office = Office::open();
    let boss = office.administrator().await;
    let reader = Caller { permissions: [Permission::RolesRead, Permission::UsersWrite].into(), ..boss };

    assert_eq!(code(handle(office.directory(), wish(&reader, scanner(&[]))).await), "forbidden");
}
