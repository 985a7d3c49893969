use super::*;
use crate::{Query, Row, local, transaction::OutboxRow};
use pantheon_core::identity::{Refresh, RefreshToken};
use pantheon_testing::conformance;
use std::sync::Arc;

#[tokio::test]
async fn keeps_tenants_and_users() {
    let store = local::store().await;

    conformance::identity::tenants(&*store, &*store).await;
}

#[tokio::test]
async fn keeps_sessions() {
    let store = local::store().await;

    conformance::identity::sessions(&*store, &*store, &*store).await;
}

#[tokio::test]
async fn keeps_failures() {
    let store = local::store().await;

    conformance::identity::failures(&*store).await;
}

fn now() -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(1_750_000_000, 0).unwrap()
}

fn token(family: u8) -> RefreshToken {
    let ids = (TenantId::generate(now()), UserId::generate(now()), SessionId::generate(now()));
    RefreshToken::first(ids.0, ids.1, ids.2, [family; 32], [0; 32])
}

#[tokio::test]
async fn lets_exactly_one_of_many_racing_refreshes_win() {
    let store = Arc::new(local::store().await);
    let token = token(1);
    let session = Session::start(&token, now());
    store.start(&session, Commit::unasked()).await.unwrap();

    let racers = (1..=20_u8).map(|racer| {
        let (store, session, token) = (Arc::clone(&store), session.clone(), token.clone());
        tokio::spawn(async move {
            let Refresh::Rotated(rotated) = session.refresh(&token, &token.next([racer; 32]), now()) else { panic!() };
            store.save(&rotated, Commit::unasked()).await.is_ok()
        })
    });
    let outcomes = futures::future::join_all(racers.collect::<Vec<_>>()).await;

    assert_eq!(outcomes.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
}

#[tokio::test]
async fn keeps_neither_tokens_nor_addresses_outside_the_users_own_items() {
    let store = local::store().await;
    let session = Session::start(&token(1), now());
    store.start(&session, Commit::unasked()).await.unwrap();

    let row: SessionRow = store
        .get(&session_key(&session.tenant, &session.user, &session.id), Consistency::Strong)
        .await
        .unwrap()
        .unwrap();

    let text = serde_json::to_string(&row).unwrap();
    assert!(!text.contains("prt."), "{text}");
    assert_eq!(SessionRow::ENTITY, "session");
    let email: Email = "ada@example.com".parse().unwrap();
    assert!(!format!("{:?}", Directory::Emails.key(&[email.digest().as_str()])).contains("ada"));
}

#[tokio::test]
async fn tells_of_a_new_tenant_in_the_same_transaction() {
    let store = local::store().await;
    let tenant = pantheon_testing::identity::tenant("Olympus", now()).unwrap();
    let user = pantheon_testing::identity::user(&tenant.id, "zeus@olympus.example", &[], now()).unwrap();
    let origin = pantheon_core::event::Origin::of_system(tenant.id.clone(), "test", now());
    let fact = pantheon_core::identity::UserCreated { user_id: user.id.clone(), roles: user.roles.clone() };
    let commit = Commit::unasked().telling(&origin, &fact, user.version);

    store.found(&tenant, &user, commit.clone()).await.unwrap();
    let other = Tenant { id: TenantId::generate(now()), ..tenant.clone() };
    let refused = store.found(&other, &user, Commit::unasked());

    assert!(refused.await.is_err());
    let outbox = Query::of(&crate::Partition::of_tenant(&tenant.id, &["OUTBOX"]));
    assert_eq!(store.query_all::<OutboxRow>(&outbox).await.unwrap().len(), 1);
}
