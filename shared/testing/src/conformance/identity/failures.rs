//! What every memory of failed sign-ins must do.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

use super::{is_stale, now, winners};
use chrono::TimeDelta;
use futures::future::join_all;
use pantheon_core::identity::{Email, Failures, SignInFailures};

/// Demands that each failure is remembered in place of the one that was read, and that success
/// forgets them.
pub async fn failures(table: &dyn SignInFailures) {
    let address = "icarus@example.com".parse::<Email>().unwrap().digest();
    let first = Failures::after(None, now());
    let second = Failures::after(Some(first), now() + TimeDelta::seconds(1));

    assert_eq!(table.failures(&address).await.unwrap(), None);
    table.remember(&address, None, &first).await.unwrap();
    assert_eq!(table.failures(&address).await.unwrap(), Some(first));
    is_stale(table.remember(&address, None, &first).await);

    let rivals = (0..6).map(async |_| table.remember(&address, Some(&first), &second).await);
    assert_eq!(winners(&join_all(rivals).await), 1, "a failure was not counted");
    assert_eq!(table.failures(&address).await.unwrap().unwrap().count, 2);
    let other = "daedalus@example.com".parse::<Email>().unwrap().digest();
    assert_eq!(table.failures(&other).await.unwrap(), None);

    table.forget(&address).await.unwrap();
    table.forget(&address).await.unwrap();
    assert_eq!(table.failures(&address).await.unwrap(), None);
}
