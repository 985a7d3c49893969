//! The conformance suite of the realtime ports, on a real table.

use crate::{
    faults::{Fault, Faults},
    local::store,
};
use pantheon_testing::conformance::realtime as conformance;

#[tokio::test]
async fn keeps_sockets() {
    conformance::sockets(&*store().await).await;
}

#[tokio::test]
async fn keeps_sockets_although_calls_fail() {
    let local = store().await;
    let faults = Faults::passing(|call| match (call.number % 6, call.operation.as_str()) {
        (1, _) => Some(Fault::Throttled),
        (3, "TransactWriteItems") => Some(Fault::Conflict),
        (5, "Query" | "TransactWriteItems") => Some(Fault::LostReply),
        _ => None,
    });

    conformance::sockets(&faults.store(&local)).await;
}

#[tokio::test]
async fn numbers_events() {
    conformance::sequences(&*store().await).await;
}

#[tokio::test]
async fn leaves_nothing_behind_when_a_socket_is_closed() {
    let store = store().await;

    conformance::open_and_close_a_socket(&*store).await;

    let left = store.items().await;
    assert!(left.is_empty(), "{left:?}");
}
