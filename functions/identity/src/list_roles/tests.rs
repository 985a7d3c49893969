use super::*;
use crate::administration::testing::Office;
use pantheon_testing::{code, load_request, request, stranger};

#[tokio::test]
async fn lists_the_built_in_roles_and_the_tenants_own() {
    let office = Office::open();
    office.role("scanner", &[Permission::ScansStart]).await;
    office.role("reader", &[]).await;

    let answer = handle(&office.store, load_request("identity/list-roles")).await.unwrap();

    let names: Vec<&str> = answer.body.items.iter().map(|role| role.name.as_str()).collect();
    let expected = ["admin", "governor", "approver", "operator", "auditor", "viewer", "agent", "reader", "scanner"];
    assert_eq!(names, expected);
    for view in &answer.body.items {
        let built_in = view.name.built_in();
        assert_eq!((view.built_in, view.created_at.is_none()), (built_in.is_some(), built_in.is_some()));
        assert_eq!(Some(&view.permissions), office.book().await.permissions_of(&view.name).as_ref());
    }
}

#[tokio::test]
async fn shows_no_role_of_another_tenant() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let reader = pantheon_testing::caller(&[Permission::RolesRead]);
    let lost = pantheon_core::Caller { tenant: stranger(), ..reader };

    let answer = handle(&office.store, request().called_by(&lost).build()).await.unwrap();

    assert_eq!(answer.body.items.len(), Role::ALL.len());
}

#[tokio::test]
async fn needs_the_permission_to_read_roles() {
    let request = request().caller(&[Permission::RolesWrite]).build();

    assert_eq!(code(handle(&Office::open().store, request).await), "forbidden");
}
