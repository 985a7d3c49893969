//! The conformance suite of the ports of security, on a real table.

use crate::local::store;
use pantheon_testing::conformance::security as suite;

#[tokio::test]
async fn keeps_findings() {
    suite::findings(&*store().await).await;
}

#[tokio::test]
async fn keeps_postures() {
    suite::postures(&*store().await).await;
}

#[tokio::test]
async fn keeps_mutes() {
    suite::mutes(&*store().await).await;
}
