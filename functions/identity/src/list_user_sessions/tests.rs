use super::*;
use crate::administration::testing::Office;
use pantheon_core::{Caller, identity::User};
use pantheon_testing::{code, identity::session, load_request, now, request, stranger, violations};
use serde_json::json;

async fn office() -> (Office, User) {
    let office = Office::open();
    let member = office.member(&["viewer"]).await;
    let (live, _) = session(&member, now());
    let (over, _) = session(&member, now());
    office.store.put_session(live);
    office.store.put_session(over.revoke(now()).unwrap());
    let (own, _) = session(&office.user("boss", &["admin"]).await, now());
    office.store.put_session(own);
    (office, member)
}

async fn list(office: &Office, request: Request) -> Result<Json<Listing<SessionView>>> {
    handle(office.directory(), &office.store, &office.cursors, request).await
}

fn states(answer: &Json<Listing<SessionView>>) -> Vec<String> {
    let mut states: Vec<_> =
        answer.body.items.iter().map(|session| json!(session)["state"].as_str().unwrap().to_owned()).collect();
    states.sort_unstable();
    states
}

#[tokio::test]
async fn lists_where_the_user_is_signed_in() {
    let (office, member) = office().await;
    let all = request().caller(&[Permission::UsersRead]).path("user_id", &member.id).query("all", "true");

    let live = list(&office, load_request("identity/list-user-sessions")).await.unwrap();
    let kept = list(&office, all.build()).await.unwrap();

    assert_eq!(
        (states(&live), states(&kept)),
        (vec!["live".to_owned()], vec!["live".to_owned(), "revoked".to_owned()])
    );
    assert_eq!(json!(live.body.items[0])["current"], false);
}

#[tokio::test]
async fn refuses_what_it_does_not_know() {
    let (office, member) = office().await;

    for (name, value) in [("all", "maybe"), ("state", "live"), ("cursor", "abc")] {
        let request = request().caller(&[Permission::UsersRead]).path("user_id", &member.id).query(name, value);
        assert_eq!(violations(list(&office, request.build()).await), [name]);
    }
}

#[tokio::test]
async fn says_not_found_for_a_stranger_and_forbidden_without_the_permission() {
    let (office, member) = office().await;
    let reader = pantheon_testing::caller(&[Permission::UsersRead]);
    let ask = |caller: &Caller| request().called_by(caller).path("user_id", &member.id).build();

    assert_eq!(code(list(&office, ask(&Caller { tenant: stranger(), ..reader.clone() })).await), "not_found");
    assert_eq!(code(list(&office, ask(&Caller { permissions: [].into(), ..reader })).await), "forbidden");
}
