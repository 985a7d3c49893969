use super::*;
use pantheon_testing::{
    code,
    identity::{MemoryIdentity, provider},
    load_request, now, request, stranger, tenant,
};

#[tokio::test]
async fn lists_those_of_the_tenant_the_oldest_first() {
    let store = MemoryIdentity::default();
    let later = now() + chrono::TimeDelta::seconds(1);
    let second = provider(&tenant(), "https://b.example", &["b"], later).unwrap();
    let first = provider(&tenant(), "https://a.example", &["a"], now()).unwrap();
    for one in [second.clone(), first.clone(), provider(&stranger(), "https://c.example", &["c"], now()).unwrap()] {
        store.put_provider(one);
    }

    let answer = handle(&store, load_request("identity/list-identity-providers")).await.unwrap();

    assert_eq!(answer.body.items, [first.into(), second.into()]);
    assert_eq!(answer.body.next_cursor, None);
}

#[tokio::test]
async fn needs_the_permission_to_see_them() {
    let request = request().caller(&[Permission::UsersRead]).build();

    assert_eq!(code(handle(&MemoryIdentity::default(), request).await), "forbidden");
}
