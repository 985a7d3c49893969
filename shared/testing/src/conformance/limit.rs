//! What every implementation of the limits must do.

#![expect(clippy::expect_used, reason = "a suite fails by panicking")]

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::join_all;
use pantheon_core::{
    id::{TenantId, UserId},
    limit::{Bucket, Limits, Quota},
};

fn at(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_750_000_000, 0).unwrap_or_default() + TimeDelta::microseconds(micros)
}

fn bucket() -> Bucket {
    Bucket::Tenant(TenantId::generate(at(0)))
}

/// Demands what [`Limits`] promises.
pub async fn limits(limits: &dyn Limits) {
    decides_as_the_quota_does(limits).await;
    grants_no_more_than_the_quota_to_many_at_once(limits).await;
    keeps_buckets_apart(limits).await;
    follows_a_quota_that_changes(limits).await;
}

async fn decides_as_the_quota_does(limits: &dyn Limits) {
    let bucket = bucket();
    // Seven do not divide a minute, so that the interval is rounded.
    let quota = Quota::per_minute(7);
    let (mut arrival, mut now) = (None, 0);
    for step in 0..120_u64 {
        let pause = [0, 0, 0, 1, 500_000, 8_571_428, 8_571_429, 30_000_000][(step * 5 % 8) as usize];
        now += if step % 3 == 0 { pause } else { 0 };

        let decision = quota.decide(arrival, at(now));
        let allowance = limits.take(&bucket, quota, at(now)).await.expect("an answer");

        assert_eq!(allowance, decision.allowance, "request {step}, {now} µs after the first");
        arrival = decision.arrival.or(arrival);
    }
}

async fn grants_no_more_than_the_quota_to_many_at_once(limits: &dyn Limits) {
    let bucket = bucket();
    let quota = Quota::per_minute(12);
    let granted = async |now: DateTime<Utc>| {
        let taken = join_all((0..64).map(|_| limits.take(&bucket, quota, now))).await;
        // Where there are too many at once a store may give up; it must not grant for that.
        taken.into_iter().filter(|taken| taken.as_ref().is_ok_and(|taken| taken.retry_after.is_none())).count()
    };

    assert_eq!(granted(at(0)).await, 12);
    assert_eq!(granted(at(4_999_999)).await, 0);
    assert_eq!(granted(at(5_000_000)).await, 1);
    assert_eq!(granted(at(120_000_000)).await, 12);
}

async fn keeps_buckets_apart(limits: &dyn Limits) {
    let (tenant, other) = (TenantId::generate(at(0)), TenantId::generate(at(0)));
    let (user, colleague) = (UserId::generate(at(0)), UserId::generate(at(0)));
    let buckets = [
        Bucket::Tenant(tenant.clone()),
        Bucket::Tenant(other.clone()),
        Bucket::Principal(tenant.clone(), user.clone()),
        Bucket::Principal(tenant, colleague),
        Bucket::Principal(other, user),
        Bucket::of_address("192.0.2.1".parse().expect("an address")),
        Bucket::of_address("192.0.2.2".parse().expect("an address")),
        Bucket::of_address("2001:db8::1".parse().expect("an address")),
    ];

    for wanted in [true, false] {
        for bucket in &buckets {
            let taken = limits.take(bucket, Quota::per_minute(1), at(0)).await.expect("an answer");
            assert_eq!(taken.retry_after.is_none(), wanted, "{bucket}");
        }
    }
}

async fn follows_a_quota_that_changes(limits: &dyn Limits) {
    let bucket = bucket();
    for _ in 0..60 {
        let taken = limits.take(&bucket, Quota::per_minute(60), at(0)).await.expect("an answer");
        assert_eq!(taken.retry_after, None);
    }

    let less = limits.take(&bucket, Quota::per_minute(6), at(0)).await.expect("an answer");
    assert_eq!(less.retry_after.map(|wait| wait.as_secs()), Some(10));
    let more = limits.take(&bucket, Quota::per_minute(600), at(1_000_000)).await.expect("an answer");
    assert_eq!(more.retry_after, None);
}
