use super::*;
use crate::{
    faults::{Fault, Faults},
    local::{self, TABLE},
};
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};

fn sdk(local: &local::Local, faults: &Faults) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("test", "test", None, None, "test")))
        .endpoint_url(local.endpoint())
        .http_client(faults.clone())
        .build()
}

#[tokio::test]
async fn opens_with_one_read() {
    let local = local::store().await;
    let faults = Faults::none();

    let opened = Store::open(&sdk(&local, &faults), TABLE).await;

    assert!(opened.is_ok(), "{opened:?}");
    assert_eq!((faults.count("GetItem"), faults.calls().len()), (1, 1));
}

#[tokio::test]
async fn refuses_a_table_that_does_not_exist() {
    let local = local::store().await;

    let opened = Store::open(&sdk(&local, &Faults::none()), "pantheon-no-such-table").await;

    assert!(matches!(opened, Err(Error::Internal { .. })), "{opened:?}");
}

#[tokio::test]
async fn does_without_a_table_that_it_can_do_without() {
    let local = local::store().await;
    let key = Partition::outside_tenants("NOWHERE").key(&[]);

    let there = Store::open_if_reachable(&sdk(&local, &Faults::none()), TABLE).await;
    let missing = Store::open_if_reachable(&sdk(&local, &Faults::none()), "pantheon-no-such-table").await;

    assert!(there.get::<crate::transaction::OutboxRow>(&key, Consistency::Strong).await.is_ok());
    assert!(missing.get::<crate::transaction::OutboxRow>(&key, Consistency::Strong).await.is_err());
}

#[tokio::test]
async fn opens_although_it_may_not_read() {
    let local = local::store().await;

    let opened = Store::open(&sdk(&local, &Faults::new(|_| Some(Fault::Denied))), TABLE).await;

    assert!(opened.is_ok(), "{opened:?}");
}

#[tokio::test]
async fn tells_what_may_pass_from_what_does_not() {
    let local = local::store().await;
    let key = Partition::outside_tenants("NOWHERE").key(&[]);
    for (fault, passes) in [
        (Fault::Denied, false),
        (Fault::LostRequest, true),
        (Fault::LostReply, true),
        (Fault::ServerError, true),
        (Fault::Throttled, true),
    ] {
        let store = Faults::new(move |_| Some(fault)).store(&local);

        let Err(error) = store.get::<crate::transaction::OutboxRow>(&key, Consistency::Strong).await else {
            panic!("{fault:?} did no harm");
        };

        assert_eq!(error.is_retryable(), passes, "{fault:?}: {error:?}");
    }
}
