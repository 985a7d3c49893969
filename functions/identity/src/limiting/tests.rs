use super::*;
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_testing::{limit::MemoryLimits, now, stranger, tenant};

fn limits(limits: &dyn Limits, tenant: u32, principal: u32) -> CallerLimits<'_> {
    CallerLimits { limits, tenant: Quota::per_minute(tenant), principal: Quota::per_minute(principal) }
}

fn user() -> UserId {
    UserId::generate(now())
}

#[tokio::test]
async fn tells_of_the_bucket_that_leaves_less_room() {
    let buckets = MemoryLimits::default();
    let user = user();

    let of_user = limits(&buckets, 100, 10).take(&tenant(), &user, now()).await.unwrap();
    assert_eq!((of_user.name, of_user.allowance.remaining), ("principal", 9));
    let of_tenant = limits(&buckets, 5, 10).take(&tenant(), &user, now()).await.unwrap();
    assert_eq!(of_tenant.name, "tenant");
}

#[tokio::test]
async fn refuses_when_either_bucket_is_empty_and_tells_the_longer_wait() {
    let buckets = MemoryLimits::default();
    let both = limits(&buckets, 3, 2);
    let user = user();
    for _ in 0..2 {
        assert!(both.take(&tenant(), &user, now()).await.unwrap().verdict().is_ok());
    }

    let refused = both.take(&tenant(), &user, now()).await.unwrap();
    assert!(matches!(refused.verdict(), Err(Error::QuotaExceeded { .. })));
    assert_eq!(refused.headers().limit(), r#""principal";r=0;t=60"#);
    assert_eq!(refused.headers().policy(), r#""principal";q=2;w=60"#);

    let colleague = both.take(&tenant(), &self::user(), now()).await.unwrap();
    assert!(matches!(colleague.verdict(), Err(Error::QuotaExceeded { .. })));
    assert_eq!(colleague.name, "tenant");
    assert!(
        both.take(&stranger(), &self::user(), now()).await.unwrap().verdict().is_ok(),
        "another tenant's is its own"
    );
}

/// Buckets that answer too late.
struct Slow;

#[async_trait]
impl Limits for Slow {
    async fn take(&self, _bucket: &Bucket, quota: Quota, now: DateTime<Utc>) -> Result<Allowance> {
        tokio::time::sleep(Duration::from_secs(30)).await;
        Ok(quota.decide(None, now).allowance)
    }
}

#[tokio::test(start_paused = true)]
async fn goes_on_without_buckets_that_do_not_answer_in_time() {
    let gone = MemoryLimits::default();
    gone.set_down(true);
    assert!(limits(&gone, 5, 5).take(&tenant(), &user(), now()).await.is_none());
    let before = tokio::time::Instant::now();
    assert!(limits(&Slow, 5, 5).take(&tenant(), &user(), now()).await.is_none());
    assert!(before.elapsed() <= PATIENCE);
}

#[tokio::test]
async fn lets_requests_in_again_as_the_bucket_fills() {
    let buckets = MemoryLimits::default();
    let both = limits(&buckets, 100, 6);
    let user = user();
    for _ in 0..6 {
        both.take(&tenant(), &user, now()).await.unwrap().verdict().unwrap();
    }

    assert!(both.take(&tenant(), &user, now() + TimeDelta::seconds(9)).await.unwrap().verdict().is_err());
    assert!(both.take(&tenant(), &user, now() + TimeDelta::seconds(10)).await.unwrap().verdict().is_ok());
}
