use super::*;
use crate::administration::testing::Office;
use pantheon_core::Caller;
use pantheon_testing::{code, load_request, request, stranger};

#[tokio::test]
async fn shows_the_tenant_and_who_administers_it() {
    let office = Office::open();
    let boss = office.administrator().await;

    let answer = handle(&office.store, load_request("identity/get-tenant")).await.unwrap();

    assert_eq!((answer.body.name.as_str(), answer.body.founding), ("Olympus", true));
    assert_eq!(answer.body.administrators, [boss.user].into());
}

#[tokio::test]
async fn shows_no_tenant_but_the_callers_own() {
    let office = Office::open();
    let boss = office.administrator().await;
    let lost = Caller { tenant: stranger(), ..boss };

    assert_eq!(code(handle(&office.store, request().called_by(&lost).build()).await), "not_found");
    assert_eq!(code(handle(&office.store, request().build()).await), "unauthenticated");
}
