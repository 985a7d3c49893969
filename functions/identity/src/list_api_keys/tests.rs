use super::*;
use crate::administration::testing::Office;
use pantheon_core::identity::{ApiKey, User};
use pantheon_testing::{code, identity::api_key, load_request, now, request, stranger, violations};

fn given(office: &Office, user: &User) -> ApiKey {
    let (key, _) = api_key(user, &[Permission::ScansRead], now()).unwrap();
    office.store.put_api_key(key.clone());
    key
}

async fn list(office: &Office, request: Request) -> Result<Json<Listing<ApiKeyView>>> {
    handle(office.directory(), &office.store, &office.cursors, request).await
}

fn asks(caller: &Caller, user: &UserId) -> Request {
    request().called_by(caller).query("user_id", user).build()
}

#[tokio::test]
async fn lists_the_callers_own_keys_good_or_not() {
    let office = Office::open();
    let (hera, zeus) = (office.user("hera", &["viewer"]).await, office.user("zeus", &["admin"]).await);
    let (good, revoked) = (given(&office, &hera), given(&office, &hera).revoke().unwrap());
    office.store.put_api_key(revoked.clone());
    given(&office, &zeus);

    let answer = list(&office, request().called_by(&office.caller(&hera).await).build()).await.unwrap();

    let mut shown: Vec<_> = answer.body.items.iter().map(|key| (key.id.clone(), key.good)).collect();
    shown.sort();
    let mut expected = vec![(good.id, true), (revoked.id, false)];
    expected.sort();
    assert_eq!(shown, expected);
    assert!(list(&office, load_request("identity/list-api-keys")).await.unwrap().body.items.is_empty());
}

#[tokio::test]
async fn shows_the_keys_of_others_to_those_who_may_see_users() {
    let office = Office::open();
    let (hera, boss) = (office.user("hera", &["viewer"]).await, office.administrator().await);
    let key = given(&office, &hera);
    let viewer = office.user("viewer", &["viewer"]).await;

    let answer = list(&office, asks(&boss, &hera.id)).await.unwrap();

    assert_eq!(answer.body.items[0].id, key.id);
    assert_eq!(code(list(&office, asks(&office.caller(&viewer).await, &hera.id)).await), "forbidden");
    assert_eq!(list(&office, asks(&office.caller(&hera).await, &hera.id)).await.unwrap().body.items.len(), 1);
}

#[tokio::test]
async fn says_not_found_for_users_of_another_tenant() {
    let office = Office::open();
    let (hera, boss) = (office.user("hera", &["viewer"]).await, office.administrator().await);
    given(&office, &hera);

    assert_eq!(code(list(&office, asks(&Caller { tenant: stranger(), ..boss }, &hera.id)).await), "not_found");
}

#[tokio::test]
async fn refuses_what_it_does_not_know() {
    let office = Office::open();
    let boss = office.administrator().await;

    for (name, value) in [("user_id", "hera"), ("name", "x"), ("cursor", "abc")] {
        let request = request().called_by(&boss).query(name, value).build();
        assert_eq!(violations(list(&office, request).await), [name]);
    }
}
