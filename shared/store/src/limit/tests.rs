//! The conformance suite of the limits on a real table, and what a request costs.

use super::*;
use crate::{
    faults::{Fault, Faults},
    local,
};
use futures::future::join_all;
use pantheon_core::id::TenantId;
use pantheon_testing::{conformance::limit as conformance, now};

fn bucket() -> Bucket {
    Bucket::Tenant(TenantId::generate(now()))
}

#[tokio::test]
async fn keeps_limits() {
    conformance::limits(&*local::store().await).await;
}

#[tokio::test]
async fn costs_one_call_where_requests_are_rare_and_two_where_they_are_not() {
    let local = local::store().await;
    let faults = Faults::none();
    let (store, bucket, quota) = (faults.store(&local), bucket(), Quota::per_minute(60));

    for (seconds, calls) in [(0, 1), (1, 2), (60, 3), (60, 5), (60, 7), (62, 9), (64, 10)] {
        store.take(&bucket, quota, now() + chrono::TimeDelta::seconds(seconds)).await.unwrap();
        assert_eq!(faults.calls().len(), calls, "after {seconds} seconds");
    }
    assert_eq!(faults.count("UpdateItem"), 10);
}

#[tokio::test]
async fn forgets_buckets_that_are_full_again() {
    let store = local::store().await;

    store.take(&bucket(), Quota::per_minute(60), now()).await.unwrap();

    let item = &store.items().await["bucket"][0];
    assert!(item["ttl"].as_n().unwrap().parse::<i64>().unwrap() > now().timestamp() + 60);
}

#[tokio::test]
async fn never_grants_more_because_calls_fail() {
    let local = local::store().await;
    for fault in [Fault::LostReply, Fault::LostRequest, Fault::ServerError, Fault::Throttled] {
        let (bucket, quota) = (bucket(), Quota::per_minute(10));
        let store = Faults::new(move |call| (call.number % 5 == 0).then_some(fault)).store(&local);

        let taken = join_all((0..30).map(|_| store.take(&bucket, quota, now()))).await;

        let granted = taken.into_iter().filter(|taken| taken.as_ref().is_ok_and(|taken| taken.retry_after.is_none()));
        let granted = granted.count();
        assert!((1..=10).contains(&granted), "{fault:?}: {granted}");
    }
}

#[tokio::test(start_paused = true)]
async fn keeps_nobody_waiting_while_the_table_is_down() {
    let store = Faults::new(|_| Some(Fault::LostRequest)).store(&local::nowhere());
    let begun = tokio::time::Instant::now();

    let taken = store.take(&bucket(), Quota::per_minute(10), now()).await;

    assert!(matches!(taken, Err(Error::Unavailable { .. })), "{taken:?}");
    assert!(begun.elapsed() <= PATIENCE);
}

#[tokio::test]
async fn tells_a_defect_from_an_outage() {
    let store = Faults::new(|_| Some(Fault::Denied)).store(&local::nowhere());

    let taken = store.take(&bucket(), Quota::per_minute(10), now()).await;

    assert!(matches!(taken, Err(Error::Internal { .. })), "{taken:?}");
}
