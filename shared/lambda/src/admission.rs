//! What the authorizer of the HTTP API says about a request, and how it reaches the function.
//!
//! API Gateway turns a denial into a 403 of its own, without a reason. So the authorizer lets every
//! request through and marks those that it refuses; the edge turns the mark into 401 or 429 before
//! any handler runs. The mark is exclusive: a context that bears it never yields a caller.

use crate::caller;
use pantheon_core::{Caller, Error, Result, limit::Allowance};
use serde_json::{Value, json};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Why a request is refused when the authorizer did not say it in words for the caller.
const INVALID: &str = "the access token is not valid; sign in again";
/// How many reasons are kept; the authorizer knows a handful.
const MOST_REASONS: usize = 64;
/// The longest wait that a mark can ask for.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// Who is let in, or why nobody is, and what is left of the caller's rate limits.
#[derive(Debug)]
pub struct Admission {
    verdict: Result<Caller>,
    rate: Option<RateLimit>,
}

impl Admission {
    /// Lets a caller in.
    pub fn of(caller: Caller) -> Self {
        Self { verdict: Ok(caller), rate: None }
    }

    /// Refuses a request: `unauthenticated` or `quota_exceeded` reach the client as they are, an
    /// outage fails the invocation, and what else may be wrong with a token makes it an invalid one.
    pub fn refused(error: Error) -> Self {
        Self { verdict: Err(error), rate: None }
    }

    /// Adds what is left of the rate limits, for the headers of whatever answer follows.
    #[must_use]
    pub fn limited(mut self, rate: RateLimit) -> Self {
        self.rate = Some(rate);
        self
    }

    /// Returns who is let in, or why nobody is.
    pub fn verdict(&self) -> Result<&Caller, &Error> {
        self.verdict.as_ref()
    }

    /// Returns what is left of the rate limits, if they were looked at.
    pub fn rate(&self) -> Option<&RateLimit> {
        self.rate.as_ref()
    }

    /// Writes the context of the authorizer's answer, of plain text; fails if an outage was the reason.
    pub(crate) fn into_context(self) -> Result<Value> {
        let mut context = match self.verdict {
            Ok(caller) => caller::write(&caller),
            Err(error) => mark(error)?,
        };
        if let Some(RateLimit { limit, policy }) = self.rate {
            context["ratelimit"] = limit.into();
            context["ratelimit_policy"] = policy.into();
        }
        Ok(context)
    }
}

impl From<Caller> for Admission {
    fn from(caller: Caller) -> Self {
        Self::of(caller)
    }
}

/// What is left of rate limits, in the words of the headers `RateLimit` and `RateLimit-Policy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    limit: String,
    policy: String,
}

impl RateLimit {
    /// Tells the state of buckets by their names, such as `tenant` and `principal`.
    pub fn of<'a>(buckets: impl IntoIterator<Item = (&'a str, &'a Allowance)>) -> Self {
        let told = buckets.into_iter().map(|(name, bucket)| (bucket.limit(name), bucket.policy(name)));
        let (limits, policies): (Vec<_>, Vec<_>) = told.unzip();
        Self { limit: limits.join(", "), policy: policies.join(", ") }
    }

    /// Returns the value of the header `RateLimit`.
    pub fn limit(&self) -> &str {
        &self.limit
    }

    /// Returns the value of the header `RateLimit-Policy`.
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// Reads back what the authorizer wrote.
    pub(crate) fn read(context: &HashMap<String, Value>) -> Option<Self> {
        let text = |name: &str| context.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Self { limit: text("ratelimit")?, policy: text("ratelimit_policy")? })
    }
}

/// Writes the mark of a refusal; an outage is none.
fn mark(error: Error) -> Result<Value> {
    match error {
        Error::Unavailable { .. } | Error::Internal { .. } => Err(error),
        Error::QuotaExceeded { retry_after } => Ok(json!({
            "refused": "quota_exceeded",
            "reason": error.to_string(),
            "retry_after_seconds": retry_after.as_millis().div_ceil(1000).to_string(),
        })),
        Error::Unauthenticated { reason } => Ok(json!({ "refused": "unauthenticated", "reason": reason })),
        Error::NotFound { .. }
        | Error::Invalid { .. }
        | Error::SecondFactorRequired
        | Error::Refused { .. }
        | Error::Forbidden { .. }
        | Error::Conflict { .. }
        | Error::PreconditionRequired
        | Error::PreconditionFailed { .. }
        | Error::IdempotencyKeyMissing
        | Error::IdempotencyKeyReused
        | Error::IdempotencyKeyRunning
        | Error::TooLarge { .. } => Ok(json!({ "refused": "unauthenticated", "reason": INVALID })),
    }
}

/// Returns why the authorizer refused the request, if it did; a mark that is not understood refuses too.
pub(crate) fn refusal(context: &HashMap<String, Value>) -> Option<Error> {
    let mark = context.get("refused")?;
    let text = |name: &str| context.get(name).and_then(Value::as_str).unwrap_or_default();
    Some(if mark == "quota_exceeded" {
        let wait = text("retry_after_seconds").parse().map_or(Duration::from_secs(1), Duration::from_secs);
        Error::QuotaExceeded { retry_after: wait.min(LONGEST_WAIT) }
    } else {
        Error::Unauthenticated { reason: REASONS.known(text("reason")) }
    })
}

/// The reasons that marks have named so far.
static REASONS: Reasons = Reasons(Mutex::new(BTreeSet::new()));

/// Reasons that are kept for as long as the process lives, as errors ask for it.
///
/// They are constants of the authorizer, so few of them ever come.
struct Reasons(Mutex<BTreeSet<&'static str>>);

impl Reasons {
    fn known(&self, reason: &str) -> &'static str {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(reason) {
            Some(kept) => kept,
            None if reason.is_empty() || reason.len() > 200 || known.len() >= MOST_REASONS => INVALID,
            None => {
                let kept: &'static str = Box::leak(reason.to_owned().into_boxed_str());
                known.insert(kept);
                kept
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture, http::Request};
    use pantheon_core::limit::Quota;
    use proptest::prelude::*;

    fn read_back(context: Value) -> Option<Error> {
        refusal(&serde_json::from_value(context).unwrap())
    }

    fn marked(error: Error) -> Option<Error> {
        read_back(Admission::refused(error).into_context().unwrap())
    }

    #[test]
    fn says_on_the_other_side_why_a_request_was_refused() {
        let reason = "the session has ended; sign in again";
        let Some(Error::Unauthenticated { reason: told }) = marked(Error::Unauthenticated { reason }) else { panic!() };
        assert_eq!(told, reason);

        let quota = marked(Error::QuotaExceeded { retry_after: Duration::from_millis(1_200) });
        assert!(matches!(quota, Some(Error::QuotaExceeded { retry_after }) if retry_after == Duration::from_secs(2)));
    }

    #[test]
    fn takes_every_other_complaint_about_a_token_for_an_invalid_one() {
        for error in
            [Error::invalid("kid", "must be known"), Error::not_found("user", "u"), Error::SecondFactorRequired]
        {
            let Some(Error::Unauthenticated { reason }) = marked(error) else { panic!() };
            assert_eq!(reason, INVALID);
        }
    }

    #[test]
    fn is_no_refusal_when_it_is_an_outage() {
        for outage in [Error::unavailable("the key store", "timeout"), Error::internal("no such table")] {
            assert!(Admission::refused(outage).into_context().is_err());
        }
    }

    #[test]
    fn keeps_only_so_many_reasons() {
        let reasons = Reasons(Mutex::default());
        for number in 0..MOST_REASONS * 2 {
            reasons.known(&format!("reason {number}"));
        }

        assert_eq!(reasons.known("reason 1"), "reason 1");
        assert_eq!(reasons.known("one too many"), INVALID);
        assert_eq!(reasons.known(""), INVALID);
    }

    #[test]
    fn tells_all_buckets_in_one_header() {
        let bucket = |requests| Quota::per_minute(requests).decide(None, fixture::now()).allowance;
        let rate = RateLimit::of([("tenant", &bucket(6_000)), ("principal", &bucket(60))]);

        assert_eq!(rate.policy(), r#""tenant";q=6000;w=60, "principal";q=60;w=60"#);
        assert_eq!(rate.limit(), r#""tenant";r=5999;t=1, "principal";r=59;t=1"#);
        let written =
            Admission::refused(Error::QuotaExceeded { retry_after: Duration::from_secs(1) }).limited(rate.clone());
        let context = written.into_context().unwrap();
        assert!(context.as_object().unwrap().values().all(Value::is_string), "API Gateway passes plain text only");
        assert_eq!(RateLimit::read(&serde_json::from_value(context).unwrap()), Some(rate));
    }

    /// Anything that may stand in a context.
    fn anything() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "unauthenticated|quota_exceeded|.{0,20}".prop_map(Value::from),
            prop::collection::vec(any::<u8>(), 0..3).prop_map(Value::from),
        ]
    }

    proptest! {
        #[test]
        fn never_yields_a_caller_where_the_request_was_refused(
            mark in anything(),
            others in prop::collection::btree_map("reason|retry_after_seconds|ratelimit|permissions|.{0,8}", anything(), 0..6),
        ) {
            let mut payload = fixture::http("GET", "/v1/things", json!({}), None);
            let context = &mut payload["requestContext"]["authorizer"]["lambda"];
            for (name, value) in others {
                context[name] = value;
            }
            context["refused"] = mark;

            let request = Request::from_event(&payload.to_string(), fixture::context());

            let refused = matches!(request, Err(Error::Unauthenticated { .. } | Error::QuotaExceeded { .. }));
            prop_assert!(refused, "{request:?}");
        }
    }
}
