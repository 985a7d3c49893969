//! What every memory of one-time things must do.

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

use super::now;
use chrono::TimeDelta;
use futures::future::join_all;
use pantheon_core::identity::{Digest, OneTime, Purpose};
use serde_json::{Value, json};

/// Demands that what is good once is given to one taker, in time, for the purpose it was made for.
pub async fn one_time(table: &dyn OneTime) {
    for purpose in Purpose::ALL.iter().copied() {
        gives_it_to_one_taker(table, purpose).await;
        is_good_for_its_time_and_no_longer(table, purpose).await;
        keeps_purposes_apart(table, purpose).await;
    }
}

async fn keep(table: &dyn OneTime, purpose: Purpose, secret: &str, value: &Value) -> Digest {
    let digest = Digest::of(&format!("{secret} of {purpose:?}"));
    table.keep(purpose, &digest, value, now()).await.unwrap();
    digest
}

async fn gives_it_to_one_taker(table: &dyn OneTime, purpose: Purpose) {
    let value = json!({ "text": "ü#\"", "number": 1.5, "none": null, "list": [] });
    let secret = keep(table, purpose, "one", &value).await;

    let taken = join_all((0..16).map(async |_| table.take(purpose, &secret, now()).await.unwrap())).await;

    assert_eq!(taken.into_iter().flatten().collect::<Vec<_>>(), [value]);
    assert_eq!(table.take(purpose, &secret, now()).await.unwrap(), None);
    assert_eq!(table.take(purpose, &Digest::of("unknown"), now()).await.unwrap(), None);
}

async fn is_good_for_its_time_and_no_longer(table: &dyn OneTime, purpose: Purpose) {
    let secret = keep(table, purpose, "in time", &json!(1)).await;
    let end = now() + purpose.lifetime();

    for late in [end, end + TimeDelta::days(1)] {
        assert_eq!(table.take(purpose, &secret, late).await.unwrap(), None);
    }
    assert_eq!(table.take(purpose, &secret, end - TimeDelta::milliseconds(1)).await.unwrap(), Some(json!(1)));
}

async fn keeps_purposes_apart(table: &dyn OneTime, purpose: Purpose) {
    let secret = keep(table, purpose, "apart", &json!("x")).await;

    for other in Purpose::ALL.iter().copied().filter(|other| *other != purpose) {
        assert_eq!(table.take(other, &secret, now()).await.unwrap(), None);
    }
    assert_eq!(table.take(purpose, &secret, now()).await.unwrap(), Some(json!("x")));
}
