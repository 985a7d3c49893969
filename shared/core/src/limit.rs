//! Limits: how often a tenant, a caller or an address may ask.
//!
//! A bucket is a token bucket in the form of the generic cell rate algorithm (ITU-T I.371): all of
//! its state is one moment, the theoretical arrival time of the next request. A request moves it by
//! one interval; the bucket is empty when it lies a whole window ahead.

use crate::{
    Result,
    caller::Caller,
    id::{TenantId, UserId},
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use std::{fmt, net::IpAddr, time::Duration};

/// How many requests a bucket holds, and how long it takes to fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    requests: u32,
    window: TimeDelta,
}

impl Quota {
    /// Allows so many requests a minute, all at once or evenly; at least one.
    pub fn per_minute(requests: u32) -> Self {
        Self { requests: requests.max(1), window: TimeDelta::minutes(1) }
    }

    /// Returns how many requests a full bucket holds.
    pub fn requests(self) -> u32 {
        self.requests
    }

    /// Returns how long an empty bucket takes to fill.
    pub fn window(self) -> TimeDelta {
        self.window
    }

    /// Returns the time in which one request is refilled, rounded up to a microsecond.
    pub fn interval(self) -> TimeDelta {
        let window = self.window.num_microseconds().unwrap_or(i64::MAX);
        let requests = i64::from(self.requests);
        TimeDelta::microseconds(window / requests + i64::from(window % requests != 0))
    }

    /// Returns how far ahead the arrival time may lie for one more request to be let in.
    pub fn room(self) -> TimeDelta {
        let intervals = i32::try_from(self.requests - 1).unwrap_or(i32::MAX);
        self.interval() * intervals
    }

    /// Decides one request by the theoretical arrival time that the last one left behind.
    pub fn decide(self, arrival: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Decision {
        let (interval, room) = (self.interval(), self.room());
        // A time further ahead comes of a larger quota that was in force before.
        let from = arrival.unwrap_or(now).clamp(now, now + room + interval);
        let wait = from - now - room;
        if wait > TimeDelta::zero() {
            return Decision { arrival: None, allowance: self.allowance(from - now, Some(wait)) };
        }
        let next = from + interval;
        Decision { arrival: Some(next), allowance: self.allowance(next - now, None) }
    }

    fn allowance(self, ahead: TimeDelta, wait: Option<TimeDelta>) -> Allowance {
        let micros = |time: TimeDelta| time.num_microseconds().unwrap_or(i64::MAX).max(0);
        let used = micros(ahead).unsigned_abs().div_ceil(micros(self.interval()).unsigned_abs().max(1));
        let used = i64::try_from(used).unwrap_or(i64::MAX);
        let remaining = if wait.is_some() { 0 } else { i64::from(self.requests).saturating_sub(used).max(0) };
        Allowance {
            quota: self,
            remaining: u32::try_from(remaining).unwrap_or_default(),
            full_in: Duration::from_micros(micros(ahead).unsigned_abs()),
            retry_after: wait.map(|wait| Duration::from_micros(micros(wait).unsigned_abs().max(1))),
        }
    }
}

/// What becomes of a request, and of the bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The theoretical arrival time to keep; `None` where the request is refused and nothing changes.
    pub arrival: Option<DateTime<Utc>>,
    /// What the caller is told.
    pub allowance: Allowance,
}

/// What is left in a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The quota of the bucket.
    pub quota: Quota,
    /// How many requests may follow at once.
    pub remaining: u32,
    /// When the bucket will be full again.
    pub full_in: Duration,
    /// How long to wait, where the request was refused.
    pub retry_after: Option<Duration>,
}

impl Allowance {
    /// Returns the `RateLimit-Policy` header of draft-ietf-httpapi-ratelimit-headers.
    pub fn policy(&self, name: &str) -> String {
        format!("\"{name}\";q={};w={}", self.quota.requests, self.quota.window.num_seconds())
    }

    /// Returns the `RateLimit` header of draft-ietf-httpapi-ratelimit-headers.
    pub fn limit(&self, name: &str) -> String {
        format!("\"{name}\";r={};t={}", self.remaining, self.full_in.as_secs_f64().ceil())
    }
}

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// All requests of a tenant.
    Tenant(TenantId),
    /// All requests of a user, through whichever credential.
    Principal(TenantId, UserId),
    /// All requests from an address to the routes that need no sign-in.
    Address(IpAddr),
}

impl Bucket {
    /// Returns the bucket of the caller alone.
    pub fn of_principal(caller: &Caller) -> Self {
        Self::Principal(caller.tenant.clone(), caller.user.clone())
    }

    /// Returns the bucket of an address; what one customer holds of IPv6, a /64, is one address.
    pub fn of_address(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self::Address(address),
            IpAddr::V6(six) => match six.to_ipv4_mapped() {
                Some(four) => Self::Address(four.into()),
                None => Self::Address(IpAddr::from((u128::from(six) & !u128::from(u64::MAX)).to_be_bytes())),
            },
        }
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tenant(tenant) => write!(formatter, "tenant#{tenant}"),
            Self::Principal(tenant, user) => write!(formatter, "principal#{tenant}#{user}"),
            Self::Address(address) => write!(formatter, "address#{address}"),
        }
    }
}

/// The buckets.
#[async_trait]
pub trait Limits: Send + Sync {
    /// Takes one request out of a bucket, or says how long to wait; of callers at the same time no
    /// two take the same one.
    async fn take(&self, bucket: &Bucket, quota: Quota, now: DateTime<Utc>) -> Result<Allowance>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(micros: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(1_700_000_000_000_000 + micros).unwrap()
    }

    #[test]
    fn lets_a_full_bucket_go_at_once_and_then_one_an_interval() {
        let quota = Quota::per_minute(6);
        let mut arrival = None;
        for left in (0..6).rev() {
            let decision = quota.decide(arrival, at(0));
            assert_eq!(decision.allowance.remaining, left);
            assert_eq!(decision.allowance.retry_after, None);
            arrival = decision.arrival;
        }

        let refused = quota.decide(arrival, at(0));
        assert_eq!((refused.arrival, refused.allowance.retry_after), (None, Some(Duration::from_secs(10))));
        assert!(quota.decide(arrival, at(9_999_999)).arrival.is_none());
        assert!(quota.decide(arrival, at(10_000_000)).arrival.is_some());
    }

    #[test]
    fn writes_headers_as_the_draft_says() {
        let allowance = Quota::per_minute(600).decide(None, at(0)).allowance;

        assert_eq!(allowance.policy("principal"), r#""principal";q=600;w=60"#);
        assert_eq!(allowance.limit("principal"), r#""principal";r=599;t=1"#);
    }

    #[test]
    fn counts_a_network_of_ipv6_as_one_address() {
        let bucket = |text: &str| Bucket::of_address(text.parse().unwrap());

        assert_eq!(bucket("2001:db8:1:2:3:4:5:6"), bucket("2001:db8:1:2::1"));
        assert_ne!(bucket("2001:db8:1:2::1"), bucket("2001:db8:1:3::1"));
        assert_eq!(bucket("::ffff:192.0.2.1"), bucket("192.0.2.1"));
        assert_ne!(bucket("192.0.2.1"), bucket("192.0.2.2"));
    }

    proptest! {
        #[test]
        fn never_grants_more_than_the_bucket_and_its_refill(
            requests in 1..200_u32,
            steps in prop::collection::vec(0..2_000_000_i64, 1..400),
        ) {
            let quota = Quota::per_minute(requests);
            let (mut arrival, mut now, mut granted) = (None, 0_i64, 0_i64);
            for step in steps {
                now += step;
                if let Some(next) = quota.decide(arrival, at(now)).arrival {
                    granted += 1;
                    arrival = Some(next);
                }
            }
            let refilled = now / quota.interval().num_microseconds().unwrap();
            prop_assert!(granted <= i64::from(requests) + refilled + 1);
        }

        #[test]
        fn opens_when_it_says(requests in 1..5_000_u32, ahead in 0..120_000_000_i64) {
            let quota = Quota::per_minute(requests);
            let decision = quota.decide(Some(at(ahead)), at(0));
            if let Some(wait) = decision.allowance.retry_after {
                let then = i64::try_from(wait.as_micros()).unwrap();
                prop_assert!(quota.decide(Some(at(ahead.min(60_000_000))), at(then)).arrival.is_some());
                prop_assert!(wait <= Duration::from_mins(1));
            }
        }
    }
}
