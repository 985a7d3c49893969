//! Taking requests out of buckets, and what happens where the buckets are out of reach.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    id::{TenantId, UserId},
    limit::{Allowance, Bucket, Limits, Quota},
};
use pantheon_lambda::authorizer::RateLimit;
use std::time::Duration;

/// How long a request waits for a bucket before it goes on without.
const PATIENCE: Duration = Duration::from_millis(500);

/// Takes one request out of a bucket; `None` where no bucket answers, and the request goes on.
///
/// Limits protect from load and keep nobody out: that is what credentials are for. The warning is
/// counted by a metric filter of the log.
pub async fn take(limits: &dyn Limits, bucket: &Bucket, quota: Quota, now: DateTime<Utc>) -> Option<Allowance> {
    let taken = tokio::time::timeout(PATIENCE, limits.take(bucket, quota, now)).await;
    let taken: Result<Allowance> = taken.unwrap_or_else(|late| Err(Error::unavailable("the limits", late)));
    match taken {
        Ok(allowance) => Some(allowance),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the limits did not answer");
            None
        }
    }
}

/// The limits of those who have signed in.
pub struct CallerLimits<'a> {
    /// The buckets.
    pub limits: &'a dyn Limits,
    /// What a tenant may ask.
    pub tenant: Quota,
    /// What a user may ask, programs of theirs included.
    pub principal: Quota,
}

impl CallerLimits<'_> {
    /// Takes one request out of the buckets of a tenant and of its user, and returns the tighter one.
    pub(crate) async fn take(&self, tenant: &TenantId, user: &UserId, now: DateTime<Utc>) -> Option<Tightest> {
        let (of_tenant, of_user) = (Bucket::Tenant(tenant.clone()), Bucket::Principal(tenant.clone(), user.clone()));
        let (of_tenant, of_user) = futures::join!(
            take(self.limits, &of_tenant, self.tenant, now),
            take(self.limits, &of_user, self.principal, now),
        );
        let of_tenant = of_tenant.map(|allowance| Tightest { name: "tenant", allowance });
        let of_user = of_user.map(|allowance| Tightest { name: "principal", allowance });
        of_user.into_iter().chain(of_tenant).min_by_key(Tightest::room)
    }
}

/// The bucket that leaves the least room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tightest {
    name: &'static str,
    allowance: Allowance,
}

impl Tightest {
    /// Orders buckets by the room that they leave: a longer wait is less, and any wait is less than none.
    fn room(&self) -> (std::cmp::Reverse<Option<Duration>>, u32) {
        (std::cmp::Reverse(self.allowance.retry_after), self.allowance.remaining)
    }

    /// Fails with `quota_exceeded` if the bucket was empty.
    pub(crate) fn verdict(&self) -> Result<()> {
        self.allowance.retry_after.map_or(Ok(()), |retry_after| Err(Error::QuotaExceeded { retry_after }))
    }

    /// Tells what is left, for the headers of the answer.
    pub(crate) fn headers(&self) -> RateLimit {
        RateLimit::of([(self.name, &self.allowance)])
    }
}

#[cfg(test)]
mod tests;
