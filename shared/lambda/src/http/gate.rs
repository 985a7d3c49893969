//! Trigger: a route of the HTTP API that needs no sign-in, and how often one address may use it.
//!
//! The authorizer does not see such a request, so the edge takes it out of the bucket of its address
//! before the handler runs.

use super::{Answer, Handler, Received, Request, finish, in_time};
use crate::{
    Boxed, Context, Exit, Lambda,
    admission::RateLimit,
    invocation::{Done, Invocation},
};
use pantheon_core::{
    Error, Result,
    limit::{Allowance, Bucket, Limits, Quota},
};
use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

/// How long a request waits for its bucket before it goes on without.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often one address may use the routes that need no sign-in, all of them together.
pub struct Gate<'a> {
    limits: &'a dyn Limits,
    quota: Quota,
}

impl<'a> Gate<'a> {
    /// Allows each address so many requests a minute.
    pub fn new(limits: &'a dyn Limits, requests_per_minute: u32) -> Self {
        Self { limits, quota: Quota::per_minute(requests_per_minute) }
    }

    /// Takes a request out of the bucket of its address; `None` where no bucket answers, and the
    /// request goes on.
    ///
    /// Limits protect from load and keep nobody out: that is what credentials are for. The warning is
    /// counted by a metric filter of the log.
    async fn take(&self, request: &Request, context: &Context) -> Option<Allowance> {
        // API Gateway names the address of every request; what it did not name would share a bucket.
        let address = request.source_ip().parse().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let bucket = Bucket::of_address(address);
        let taken = tokio::time::timeout(PATIENCE, self.limits.take(&bucket, self.quota, context.now)).await;
        let taken: Result<Allowance> = taken.unwrap_or_else(|late| Err(Error::unavailable("the limits", late)));
        match taken {
            Ok(allowance) => Some(allowance),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the limits did not answer");
                None
            }
        }
    }
}

impl Lambda {
    /// Serves a route that needs no sign-in; what an address asks too often is refused with 429
    /// before the handler runs.
    pub fn http_public<'a, F, R>(&'a self, gate: &'a Gate<'a>, handler: impl Fn(Request) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<R>> + Send + 'a,
        R: Into<Answer>,
    {
        let handler = move |request| {
            let answer = handler(request);
            Box::pin(async move { answer.await.map(Into::into) }) as Boxed<'a, Result<Answer>>
        };
        self.public_boxed(gate, &handler)
    }

    fn public_boxed(&self, gate: &Gate<'_>, handler: &Handler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(answer(gate, handler, invocation)))
    }
}

async fn answer(gate: &Gate<'_>, handler: &Handler<'_>, invocation: Invocation) -> Result<Done> {
    let context = invocation.context.clone();
    let request = match Received::read(invocation.payload())?.into_request(context.clone()) {
        Ok(request) => request,
        Err(error) => return finish(Err(error), None, &context),
    };
    let taken = gate.take(&request, &context).await;
    let result = match taken.and_then(|allowance| allowance.retry_after) {
        Some(retry_after) => Err(Error::QuotaExceeded { retry_after }),
        None => in_time(&context, handler(request)).await,
    };
    finish(result, taken.map(|allowance| RateLimit::of([("address", &allowance)])), &context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use serde_json::{Value, json};
    use std::{
        collections::HashMap,
        pin::Pin,
        sync::{
            Mutex,
            atomic::{AtomicUsize, Ordering},
        },
    };

    /// Buckets in memory, which may be broken or never answer.
    #[derive(Default)]
    struct Buckets {
        arrivals: Mutex<HashMap<Bucket, chrono::DateTime<chrono::Utc>>>,
        fault: Option<Fault>,
    }

    #[derive(Clone, Copy)]
    enum Fault {
        Broken,
        Silent,
    }

    impl Limits for Buckets {
        fn take<'life0, 'life1, 'async_trait>(
            &'life0 self,
            bucket: &'life1 Bucket,
            quota: Quota,
            now: chrono::DateTime<chrono::Utc>,
        ) -> Pin<Box<dyn Future<Output = Result<Allowance>> + Send + 'async_trait>>
        where
            Self: 'async_trait,
            'life0: 'async_trait,
            'life1: 'async_trait,
        {
            Box::pin(async move {
                match self.fault {
                    Some(Fault::Broken) => return Err(Error::unavailable("the table", "a fault")),
                    Some(Fault::Silent) => std::future::pending().await,
                    None => {}
                }
                let mut arrivals = self.arrivals.lock().unwrap();
                let decision = quota.decide(arrivals.get(bucket).copied(), now);
                if let Some(arrival) = decision.arrival {
                    arrivals.insert(bucket.clone(), arrival);
                }
                Ok(decision.allowance)
            })
        }
    }

    struct Served {
        buckets: Buckets,
        carried_out: AtomicUsize,
    }

    impl Served {
        fn with(fault: Option<Fault>) -> Self {
            Self { buckets: Buckets { fault, ..Buckets::default() }, carried_out: AtomicUsize::new(0) }
        }

        async fn ask(&self, address: &str) -> Value {
            let mut payload = fixture::http("POST", "/v1/auth/login", json!({}), None);
            payload["requestContext"]["http"]["sourceIp"] = json!(address);
            let gate = Gate::new(&self.buckets, 2);
            let handler = |_| {
                self.carried_out.fetch_add(1, Ordering::Relaxed);
                Box::pin(async { Ok(Answer::empty(204)) }) as Boxed<'_, Result<Answer>>
            };
            answer(&gate, &handler, fixture::invocation(&payload, fixture::context())).await.unwrap().payload
        }
    }

    #[tokio::test]
    async fn refuses_an_address_that_asks_too_often_before_the_handler_runs() {
        let served = Served::with(None);

        let statuses = [
            served.ask("192.0.2.1").await,
            served.ask("192.0.2.1").await,
            served.ask("192.0.2.1").await,
            served.ask("192.0.2.2").await,
        ];

        let statuses = statuses.map(|answer| answer["statusCode"].as_i64().unwrap());
        assert_eq!(statuses, [204, 204, 429, 204]);
        assert_eq!(served.carried_out.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn tells_everybody_what_is_left_and_the_refused_how_long_to_wait() {
        let served = Served::with(None);

        let first = served.ask("192.0.2.1").await;
        served.ask("192.0.2.1").await;
        let refused = served.ask("192.0.2.1").await;

        assert_eq!(first["headers"]["ratelimit"], r#""address";r=1;t=30"#);
        assert_eq!(first["headers"]["ratelimit-policy"], r#""address";q=2;w=60"#);
        assert_eq!(refused["headers"]["ratelimit"], r#""address";r=0;t=60"#);
        assert_eq!(refused["headers"]["retry-after"], "30");
        assert_eq!(refused["headers"]["content-type"], "application/problem+json");
    }

    #[tokio::test]
    async fn lets_everybody_through_when_the_buckets_are_out_of_reach() {
        for fault in [Fault::Broken, Fault::Silent] {
            let served = Served::with(Some(fault));
            for _ in 0..3 {
                let answer = served.ask("192.0.2.1").await;
                assert_eq!(answer["statusCode"], 204);
                assert!(answer["headers"]["ratelimit"].is_null());
            }
        }
    }

    #[tokio::test]
    async fn counts_requests_without_an_address_together() {
        let served = Served::with(None);

        let statuses = [served.ask("").await, served.ask("nonsense").await, served.ask("").await];

        assert_eq!(statuses.map(|answer| answer["statusCode"].as_i64().unwrap()), [204, 204, 429]);
    }
}
