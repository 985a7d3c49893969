use super::*;
use pantheon_core::{Result, permission::Role};
use pantheon_testing::{
    code,
    identity::{MemoryIdentity, tenant, user},
    now, stranger,
};

fn identity(subject: &str) -> ExternalIdentity {
    ExternalIdentity::new("https://login.example.com", subject).unwrap()
}

fn email(text: &str) -> Email {
    text.parse().unwrap()
}

fn olympus() -> (MemoryIdentity, User) {
    let store = MemoryIdentity::default();
    let tenant = tenant("Olympus", now()).unwrap();
    let user = user(&tenant.id, "ada@example.com", &[Role::Operator], now()).unwrap();
    store.put_tenant(tenant);
    store.put_user(user.clone());
    (store, user)
}

async fn ask(store: &MemoryIdentity, within: Option<&TenantId>, subject: &str, address: Option<&str>) -> Result<User> {
    let known = Acquaintances { users: store, tenants: store };
    known.user(within, &identity(subject), address.map(email).as_ref(), now()).await
}

#[tokio::test]
async fn links_by_the_address_once() {
    let (store, user) = olympus();

    let first = ask(&store, None, "1", Some("ada@example.com")).await.unwrap();
    let again = ask(&store, None, "1", None).await.unwrap();

    assert_eq!((&first.id, &again.id), (&user.id, &user.id));
    assert_eq!(store.told(), ["user.identity_linked"]);
}

#[tokio::test]
async fn does_not_say_the_address_in_events() {
    let (store, _) = olympus();
    ask(&store, None, "1", Some("ada@example.com")).await.unwrap();

    assert!(!serde_json::to_string(&store.events()).unwrap().contains("ada@"));
}

#[tokio::test]
async fn links_several_identities_to_one_user() {
    let (store, user) = olympus();
    for subject in ["1", "2"] {
        ask(&store, None, subject, Some("ada@example.com")).await.unwrap();
    }

    assert_eq!(ask(&store, Some(&user.tenant), "2", None).await.unwrap().identities.len(), 2);
}

#[tokio::test]
async fn needs_an_invitation_and_an_address() {
    let (store, _) = olympus();

    assert_eq!(code(ask(&store, None, "1", Some("nobody@example.com")).await), "unauthenticated");
    assert_eq!(code(ask(&store, None, "1", None).await), "unauthenticated");
}

#[tokio::test]
async fn stays_within_the_tenant_that_is_named() {
    let (store, user) = olympus();

    assert_eq!(code(ask(&store, Some(&stranger()), "1", Some("ada@example.com")).await), "unauthenticated");
    ask(&store, Some(&user.tenant), "1", Some("ada@example.com")).await.unwrap();
    assert_eq!(code(ask(&store, Some(&stranger()), "1", None).await), "unauthenticated");
}

#[tokio::test]
async fn links_the_same_identity_at_the_same_time_once() {
    let (store, _) = olympus();

    let (one, other) =
        tokio::join!(ask(&store, None, "1", Some("ada@example.com")), ask(&store, None, "1", Some("ada@example.com")));

    assert_eq!(one.unwrap().id, other.unwrap().id);
    assert_eq!(store.told(), ["user.identity_linked"]);
}
