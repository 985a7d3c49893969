//! The fake of the limits.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    limit::{Allowance, Bucket, Limits, Quota},
};
use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Buckets that live as long as the test; they may be out of reach.
#[derive(Debug, Default)]
pub struct MemoryLimits {
    arrivals: Mutex<HashMap<Bucket, DateTime<Utc>>>,
    down: AtomicBool,
}

impl MemoryLimits {
    /// Puts the buckets out of reach, or back.
    pub fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::Relaxed);
    }

    /// Lists the buckets out of which requests were taken, in no order.
    pub fn buckets(&self) -> Vec<Bucket> {
        self.lock().keys().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Bucket, DateTime<Utc>>> {
        self.arrivals.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Limits for MemoryLimits {
    async fn take(&self, bucket: &Bucket, quota: Quota, now: DateTime<Utc>) -> Result<Allowance> {
        if self.down.load(Ordering::Relaxed) {
            return Err(Error::unavailable("the database", "out of reach"));
        }
        let mut arrivals = self.lock();
        let decision = quota.decide(arrivals.get(bucket).copied(), now);
        arrivals.extend(decision.arrival.map(|arrival| (bucket.clone(), arrival)));
        Ok(decision.allowance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance;

    #[tokio::test]
    async fn the_fake_keeps_limits() {
        conformance::limit::limits(&MemoryLimits::default()).await;
    }
}
