//! The conformance suite of the realtime ports, on a real table.

use crate::{item::Attributes, local::store};
use pantheon_testing::conformance::realtime as conformance;

#[tokio::test]
async fn keeps_sockets() {
    conformance::sockets(&*store().await).await;
}

#[tokio::test]
async fn numbers_events() {
    conformance::sequences(&*store().await).await;
}

#[tokio::test]
async fn leaves_nothing_behind_when_a_socket_is_closed() {
    let store = store().await;

    conformance::open_and_close_a_socket(&*store).await;

    let left = store.client.scan().table_name(&store.table).send().await.unwrap();
    let left: Vec<Attributes> = left.items.unwrap_or_default();
    assert!(left.is_empty(), "{left:?}");
}
