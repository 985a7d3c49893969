use super::*;
use crate::administration::testing::Office;
use pantheon_core::{Caller, permission::Role};
use pantheon_lambda::http::Answer;
use pantheon_testing::{code, load_request, request, stranger, violations};

fn ask(name: &str) -> Request {
    request().caller(&[Permission::RolesRead]).path("role_name", name).build()
}

#[tokio::test]
async fn shows_a_role_of_the_tenants_own_with_its_version() {
    let office = Office::open();
    office.role("scanner", &[Permission::ScansStart]).await;

    let answer = handle(&office.store, load_request("identity/get-role")).await.unwrap();

    assert_eq!((answer.body.built_in, answer.body.permissions.clone()), (false, [Permission::ScansStart].into()));
    assert_eq!(Answer::from(answer).header("etag"), Some("\"1\""));
}

#[tokio::test]
async fn shows_built_in_roles() {
    let office = Office::open();

    for role in Role::ALL {
        let answer = handle(&office.store, ask(role.as_str())).await.unwrap();
        assert_eq!((answer.body.built_in, answer.body.permissions), (true, role.permissions()));
    }
}

#[tokio::test]
async fn finds_neither_unknown_roles_nor_those_of_another_tenant() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let lost = Caller { tenant: stranger(), ..pantheon_testing::caller(&[Permission::RolesRead]) };
    let foreign = request().called_by(&lost).path("role_name", "scanner").build();

    assert_eq!(code(handle(&office.store, ask("gone")).await), "not_found");
    assert_eq!(code(handle(&office.store, foreign).await), "not_found");
    assert_eq!(violations(handle(&office.store, ask("No Role")).await), ["role_name"]);
}

#[tokio::test]
async fn needs_the_permission_to_read_roles() {
    let request = request().caller(&[Permission::UsersRead]).path("role_name", "admin").build();

    assert_eq!(code(handle(&Office::open().store, request).await), "forbidden");
}
