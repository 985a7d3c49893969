use super::*;
use pantheon_core::identity::IdentityProvider;
use pantheon_testing::{
    code,
    identity::{MemoryIdentity, provider},
    now, request, stranger, tenant,
};

fn trusted() -> (MemoryIdentity, IdentityProvider) {
    let store = MemoryIdentity::default();
    let provider = provider(&tenant(), "https://login.example.com", &["a"], now()).unwrap();
    store.put_provider(provider.clone());
    (store, provider)
}

async fn remove(store: &MemoryIdentity, id: &ProviderId, tag: Option<&str>) -> Result<NoContent> {
    let request = request().route("DELETE", "/v1/identity-providers/{provider_id}").path("provider_id", id);
    let request = request.caller(&[Permission::ProvidersWrite]);
    let request = tag.iter().fold(request, |request, tag| request.header("if-match", tag));
    handle(store, request.build()).await
}

#[tokio::test]
async fn forgets_a_provider_and_frees_its_audiences() {
    let (store, provider) = trusted();

    remove(&store, &provider.id, Some("\"1\"")).await.unwrap();

    assert!(store.providers(&tenant()).await.unwrap().is_empty());
    assert_eq!(store.provider_of(&provider.issuer, "a").await.unwrap(), None);
    assert_eq!(store.told(), ["identity_provider.removed"]);
    assert_eq!(code(remove(&store, &provider.id, Some("\"1\"")).await), "not_found");
}

#[tokio::test]
async fn does_nothing_for_those_who_have_not_read_the_present_version() {
    let (store, provider) = trusted();

    assert_eq!(code(remove(&store, &provider.id, None).await), "precondition_required");
    assert_eq!(code(remove(&store, &provider.id, Some("\"2\"")).await), "precondition_failed");
    assert!(store.told().is_empty());
}

#[tokio::test]
async fn says_not_found_for_the_provider_of_a_stranger() {
    let (store, provider) = trusted();
    let other = IdentityProvider { tenant: stranger(), ..provider };
    let store = {
        drop(store);
        let empty = MemoryIdentity::default();
        empty.put_provider(other.clone());
        empty
    };

    assert_eq!(code(remove(&store, &other.id, Some("\"1\"")).await), "not_found");
    assert_eq!(store.providers(&stranger()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn needs_the_permission_to_decide() {
    let (store, provider) = trusted();
    let request = request().caller(&[Permission::ProvidersRead]).path("provider_id", &provider.id);

    assert_eq!(code(handle(&store, request.header("if-match", "\"1\"").build()).await), "forbidden");
}
