//! The conformance suites of identity, on the fakes.

use super::*;
use crate::{conformance::identity as conformance, now};
use pantheon_core::{
    Error,
    command::Commit,
    event::Origin,
    identity::{SessionStarted, Sessions, Standings, Users},
};

#[tokio::test]
async fn keeps_tenants_and_users() {
    let fake = MemoryIdentity::default();

    conformance::tenants(&fake).await;
    conformance::users(&fake).await;
    conformance::links(&fake).await;
    conformance::roles(&fake).await;
}

#[tokio::test]
async fn keeps_what_users_sign_in_with() {
    let fake = MemoryIdentity::default();

    conformance::sessions(&fake).await;
    conformance::api_keys(&fake).await;
    conformance::standings(&fake).await;
    conformance::failures(&fake).await;
    conformance::one_time(&fake).await;
}

#[tokio::test]
async fn keeps_identity_providers() {
    conformance::providers(&MemoryIdentity::default()).await;
}

#[tokio::test]
async fn keeps_keys() {
    conformance::signing_keys(&MemorySigningKeys::default()).await;
    conformance::verification_keys(&MemoryVerificationKeys::default()).await;
}

#[tokio::test]
async fn tells_what_happened_and_nothing_that_did_not() {
    let fake = MemoryIdentity::default();
    let ada = user(&TenantId::generate(now()), "ada@example.com", &[], now()).unwrap();
    let (started, _) = session(&ada, now());
    let origin = Origin::of_system(ada.tenant.clone(), "test", now());
    let told = || Commit::unasked().telling(&origin, &SessionStarted::of(&started), started.version);

    fake.start(&started, told()).await.unwrap();
    fake.start(&started, told()).await.unwrap_err();

    assert_eq!(fake.told(), ["session.started"]);
}

#[tokio::test]
async fn answers_nobody_while_it_is_out_of_reach() {
    let fake = MemoryIdentity::default();
    let ada = user(&TenantId::generate(now()), "ada@example.com", &[], now()).unwrap();
    fake.put_user(ada.clone());

    fake.set_down(true);
    assert!(matches!(fake.user(&ada.tenant, &ada.id).await, Err(Error::Unavailable { .. })));
    assert!(matches!(fake.of_user(&ada.tenant, &ada.id, now()).await, Err(Error::Unavailable { .. })));
    fake.set_down(false);
    assert_eq!(fake.user(&ada.tenant, &ada.id).await.unwrap(), Some(ada));
}
