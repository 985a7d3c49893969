use super::*;
use crate::administration::testing::Office;
use pantheon_core::identity::User;
use pantheon_testing::{
    code,
    identity::{tenant as another_tenant, user},
    load_request, now, request, violations,
};

async fn olympus() -> Office {
    let office = Office::open();
    office.user("zeus", &["admin"]).await;
    let hera = office.user("hera", &["viewer", "operator"]).await;
    office.hire(User { state: UserState::Disabled, ..hera }).await;
    office.user("ares", &["viewer"]).await;
    let elsewhere = another_tenant("Atlantis", now()).unwrap();
    office.store.put_user(user(&elsewhere.id, "poseidon@example.com", &[], now()).unwrap());
    office
}

fn emails(answer: &Json<Listing<UserView>>) -> Vec<&str> {
    let mut emails: Vec<&str> = answer.body.items.iter().map(|user| user.email.split('@').next().unwrap()).collect();
    emails.sort_unstable();
    emails
}

#[tokio::test]
async fn lists_the_users_of_the_tenant_alone() {
    let office = olympus().await;

    let answer = handle(&office.store, &office.cursors, load_request("identity/list-users")).await.unwrap();

    assert_eq!(emails(&answer), ["ares", "hera", "zeus"]);
}

#[tokio::test]
async fn filters_by_state_and_role() {
    let office = olympus().await;
    let ask = |name: &str, value: &str| request().caller(&[Permission::UsersRead]).query(name, value).build();

    let viewers = handle(&office.store, &office.cursors, ask("role", "viewer")).await.unwrap();
    let disabled = handle(&office.store, &office.cursors, ask("state", "disabled")).await.unwrap();
    let nobody = handle(&office.store, &office.cursors, ask("role", "unheard-of")).await.unwrap();

    assert_eq!((emails(&viewers), emails(&disabled)), (vec!["ares", "hera"], vec!["hera"]));
    assert!(nobody.body.items.is_empty());
}

#[tokio::test]
async fn pages() {
    let office = olympus().await;
    let ask = || request().caller(&[Permission::UsersRead]).query("page_size", 2);

    let first = handle(&office.store, &office.cursors, ask().build()).await.unwrap();
    let cursor = first.body.next_cursor.clone().unwrap();
    let second = handle(&office.store, &office.cursors, ask().query("cursor", cursor).build()).await.unwrap();

    assert_eq!((first.body.items.len(), second.body.items.len()), (2, 1));
    assert_eq!(second.body.next_cursor, None);
}

#[tokio::test]
async fn refuses_what_it_does_not_know() {
    let office = olympus().await;

    for (name, value) in [("state", "gone"), ("role", "Admin"), ("email", "x"), ("cursor", "abc")] {
        let request = request().caller(&[Permission::UsersRead]).query(name, value).build();
        assert_eq!(violations(handle(&office.store, &office.cursors, request).await), [name]);
    }
}

#[tokio::test]
async fn needs_the_permission_to_read_users() {
    let office = olympus().await;
    let request = request().caller(&[Permission::UsersWrite]).build();

    assert_eq!(code(handle(&office.store, &office.cursors, request).await), "forbidden");
}
