use super::*;
use crate::administration::testing::{Office, Rivalry};
use pantheon_core::identity::{RoleBook, User};
use pantheon_testing::{code, load_request, now, request, stranger};

fn delete_request(caller: &Caller, name: &str, if_match: &str) -> Request {
    request().called_by(caller).path("role_name", name).header("if-match", if_match).build()
}

#[tokio::test]
async fn deletes_a_role_that_nobody_has() {
    let office = Office::open();
    office.role("scanner", &[Permission::ScansStart]).await;

    handle(office.directory(), load_request("identity/delete-role")).await.unwrap();

    assert!(office.book().await.custom.is_empty());
    assert_eq!(office.store.told(), ["role.deleted"]);
    assert_eq!(code(handle(office.directory(), load_request("identity/delete-role")).await), "not_found");
}

#[tokio::test]
async fn keeps_a_role_that_somebody_has_even_if_they_are_shut_out() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let boss = office.administrator().await;
    let hera = office.user("hera", &["viewer", "scanner"]).await;

    assert_eq!(code(handle(office.directory(), delete_request(&boss, "scanner", "\"1\"")).await), "conflict");
    office.store.put_user(hera.disabled(now()).unwrap());
    assert_eq!(code(handle(office.directory(), delete_request(&boss, "scanner", "\"1\"")).await), "conflict");
    office.store.put_user(User { roles: [].into(), ..hera });
    handle(office.directory(), delete_request(&boss, "scanner", "\"1\"")).await.unwrap();
}

#[tokio::test]
async fn lets_nobody_delete_a_role_that_holds_more_than_they_do() {
    let office = Office::open();
    office.role("scanner", &[Permission::VetoExecute]).await;
    let clerk = office.clerk(&["operator"]).await;

    assert_eq!(code(handle(office.directory(), delete_request(&clerk, "scanner", "\"1\"")).await), "forbidden");
}

#[tokio::test]
async fn wants_the_version_that_was_read() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let boss = office.administrator().await;
    let blind = request().called_by(&boss).path("role_name", "scanner").build();

    assert_eq!(code(handle(office.directory(), blind).await), "precondition_required");
    assert_eq!(
        code(handle(office.directory(), delete_request(&boss, "scanner", "\"2\"")).await),
        "precondition_failed"
    );
}

#[tokio::test]
async fn decides_anew_when_another_role_changes_meanwhile() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let boss = office.administrator().await;
    let rivalry = Rivalry::over_roles(&office.store, 2);

    handle(rivalry.directory(&office), delete_request(&boss, "scanner", "\"1\"")).await.unwrap();

    assert!(office.book().await.custom.is_empty());
}

#[tokio::test]
async fn sees_who_was_given_the_role_meanwhile() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let boss = office.administrator().await;
    let hera = office.user("hera", &[]).await;
    let rivalry = Rivalry::of(&office.store, 1, |store| {
        let book = futures::executor::block_on(office.book());
        store.put_roles(RoleBook { version: book.version.next(), ..book });
        store.put_user(User { roles: ["scanner".parse().unwrap()].into(), ..hera.clone() });
    });

    assert_eq!(code(handle(rivalry.directory(&office), delete_request(&boss, "scanner", "\"1\"")).await), "conflict");
}

#[tokio::test]
async fn deletes_neither_built_in_roles_nor_those_of_another_tenant() {
    let office = Office::open();
    office.role("scanner", &[]).await;
    let boss = office.administrator().await;
    let lost = Caller { tenant: stranger(), ..boss.clone() };
    let reader = Caller { permissions: [Permission::RolesRead].into(), ..boss.clone() };

    assert_eq!(code(handle(office.directory(), delete_request(&boss, "viewer", "\"1\"")).await), "conflict");
    assert_eq!(code(handle(office.directory(), delete_request(&lost, "scanner", "\"1\"")).await), "not_found");
    assert_eq!(code(handle(office.directory(), delete_request(&reader, "scanner", "\"1\"")).await), "forbidden");
}
