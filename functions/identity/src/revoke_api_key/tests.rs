use super::*;
use crate::administration::testing::Office;
use async_trait::async_trait;
use pantheon_core::{
    id::TenantId,
    identity::{ApiKey, User},
    page::{Page, PageRequest},
};
use pantheon_testing::{
    code,
    identity::{MemoryIdentity, api_key},
    load_request, now, request, stranger,
};
use std::sync::atomic::{AtomicBool, Ordering};

fn given(office: &Office, user: &User) -> ApiKey {
    let (key, _) = api_key(user, &[Permission::ScansRead], now()).unwrap();
    office.store.put_api_key(key.clone());
    key
}

fn asks(caller: &Caller, key: &ApiKey, user: Option<&UserId>) -> Request {
    let request = request().called_by(caller).path("key_id", &key.id);
    match user {
        Some(user) => request.query("user_id", user).build(),
        None => request.build(),
    }
}

async fn is_revoked(office: &Office, key: &ApiKey) -> bool {
    office.store.api_key(&key.tenant, &key.user, &key.id).await.unwrap().unwrap().revoked
}

#[tokio::test]
async fn calls_a_key_back_once() {
    let office = Office::open();
    let hera = office.user("hera", &["viewer"]).await;
    let (key, caller) = (given(&office, &hera), office.caller(&hera).await);

    for _ in 0..2 {
        handle(office.directory(), &office.store, asks(&caller, &key, None)).await.unwrap();
    }

    assert!(is_revoked(&office, &key).await);
    assert_eq!(office.store.told(), ["api_key.revoked"]);
}

#[tokio::test]
async fn lets_a_key_call_back_itself_and_no_other() {
    let office = Office::open();
    let hera = office.user("hera", &["viewer"]).await;
    let (lost, kept) = (given(&office, &hera), given(&office, &hera));
    let program = Caller { credential: Credential::ApiKey(lost.id.clone()), ..office.caller(&hera).await };

    let refused = handle(office.directory(), &office.store, asks(&program, &kept, None)).await;
    assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
    handle(office.directory(), &office.store, asks(&program, &lost, None)).await.unwrap();

    assert_eq!((is_revoked(&office, &lost).await, is_revoked(&office, &kept).await), (true, false));
}

#[tokio::test]
async fn lets_those_who_write_users_call_the_keys_of_others_back() {
    let office = Office::open();
    let (hera, zeus) = (office.user("hera", &["viewer"]).await, office.user("zeus", &["admin"]).await);
    let (key, divine) = (given(&office, &hera), given(&office, &zeus));
    let clerk = office.clerk(&["operator"]).await;
    let auditor = office.user("auditor", &["auditor"]).await;
    let auditor = office.caller(&auditor).await;

    let refusals = [(&auditor, &key, &hera), (&clerk, &divine, &zeus)];
    for (caller, key, owner) in refusals {
        let refused = handle(office.directory(), &office.store, asks(caller, key, Some(&owner.id))).await;
        assert_eq!(code(refused), "forbidden");
    }
    handle(office.directory(), &office.store, asks(&clerk, &key, Some(&hera.id))).await.unwrap();

    assert_eq!((is_revoked(&office, &key).await, is_revoked(&office, &divine).await), (true, false));
}

#[tokio::test]
async fn finds_no_key_of_another_user_or_tenant() {
    let office = Office::open();
    let hera = office.user("hera", &["viewer"]).await;
    let (key, boss) = (given(&office, &hera), office.administrator().await);
    let lost = Caller { tenant: stranger(), ..boss.clone() };

    assert_eq!(code(handle(office.directory(), &office.store, asks(&boss, &key, None)).await), "not_found");
    let foreign = asks(&lost, &key, Some(&hera.id));
    assert_eq!(code(handle(office.directory(), &office.store, foreign).await), "not_found");
    let sample = load_request("identity/revoke-api-key");
    assert_eq!(code(handle(office.directory(), &office.store, sample).await), "not_found");
    assert!(!is_revoked(&office, &key).await);
}

/// Keys of which each is changed by somebody else right before the first change that is tried.
struct Contested<'a>(&'a MemoryIdentity, AtomicBool);

#[async_trait]
impl ApiKeys for Contested<'_> {
    async fn api_key(&self, tenant: &TenantId, user: &UserId, id: &ApiKeyId) -> Result<Option<ApiKey>> {
        self.0.api_key(tenant, user, id).await
    }

    async fn api_keys(&self, tenant: &TenantId, user: &UserId, page: &PageRequest) -> Result<Page<ApiKey>> {
        self.0.api_keys(tenant, user, page).await
    }

    async fn add_api_key(&self, key: &ApiKey, commit: Commit) -> Result<()> {
        self.0.add_api_key(key, commit).await
    }

    async fn save_api_key(&self, key: &ApiKey, commit: Commit) -> Result<()> {
        if !self.1.swap(true, Ordering::Relaxed) {
            self.0.put_api_key(key.clone());
        }
        self.0.save_api_key(key, commit).await
    }
}

#[tokio::test]
async fn is_content_when_somebody_else_called_it_back_first() {
    let office = Office::open();
    let hera = office.user("hera", &["viewer"]).await;
    let (key, caller) = (given(&office, &hera), office.caller(&hera).await);
    let contested = Contested(&office.store, AtomicBool::new(false));

    handle(office.directory(), &contested, asks(&caller, &key, None)).await.unwrap();

    assert!(is_revoked(&office, &key).await);
    assert!(office.store.told().is_empty(), "who was first has told of it");
}
