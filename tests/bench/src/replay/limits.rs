//! The quotas of AWS: token buckets per account, region and operation.
//!
//! EC2's and Lambda's are documented (docs.aws.amazon.com: EC2 API throttling, Lambda quotas); AWS
//! publishes none for the others, for which cautious guesses stand here.

use super::{
    Answer,
    key::{Asked, Protocol},
};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
};
use std::{collections::HashMap, time::Instant};

/// A quota: of which service and operations, how many calls a second, and how many at once.
struct Quota {
    service: &'static str,
    /// The only operation that it is about; `None` for each of the others by itself.
    operation: Option<&'static str>,
    /// Whether all operations share one bucket.
    shared: bool,
    per_second: f64,
    burst: f64,
}

const fn each(service: &'static str, per_second: f64, burst: f64) -> Quota {
    Quota { service, operation: None, shared: false, per_second, burst }
}

const QUOTAS: &[Quota] = &[
    each("ec2", 20.0, 100.0),
    Quota {
        service: "lambda",
        operation: Some("GET /2015-03-31/functions/{}/policy"),
        shared: false,
        per_second: 15.0,
        burst: 15.0,
    },
    Quota { service: "lambda", operation: None, shared: true, per_second: 15.0, burst: 15.0 },
    each("iam", 20.0, 50.0),
    each("s3", 100.0, 200.0),
    each("rds", 20.0, 50.0),
    each("logs", 10.0, 10.0),
    each("monitoring", 9.0, 9.0),
    each("dynamodb", 100.0, 100.0),
    each("kms", 100.0, 100.0),
    each("sns", 30.0, 30.0),
];

struct Bucket {
    quota: &'static Quota,
    tokens: f64,
    filled_at: Instant,
    admitted: f64,
}

/// The buckets that were drawn from so far.
#[derive(Default)]
pub(crate) struct Limits(HashMap<String, Bucket>);

impl Limits {
    /// Takes a token for a request; `false` if there is none.
    pub(crate) fn admit(&mut self, asked: &Asked, now: Instant) -> bool {
        let is_about = |quota: &&Quota| {
            quota.service == asked.service && quota.operation.is_none_or(|operation| operation == asked.operation)
        };
        let Some(quota) = QUOTAS.iter().find(is_about) else { return true };
        let operation = if quota.shared { "*" } else { &asked.operation };
        let name = [&asked.account, &asked.region, &asked.service, operation].join(" ");
        let full = Bucket { quota, tokens: quota.burst, filled_at: now, admitted: 0.0 };
        let bucket = self.0.entry(name).or_insert(full);
        let refill = now.duration_since(bucket.filled_at).as_secs_f64() * quota.per_second;
        bucket.tokens = (bucket.tokens + refill).min(quota.burst);
        bucket.filled_at = now;
        let admitted = bucket.tokens >= 1.0;
        if admitted {
            bucket.tokens -= 1.0;
            bucket.admitted += 1.0;
        }
        admitted
    }

    /// Returns in how many seconds the calls that were admitted could have been made at the soonest.
    pub(crate) fn floor(&self) -> f64 {
        let soonest = |bucket: &Bucket| (bucket.admitted - bucket.quota.burst).max(0.0) / bucket.quota.per_second;
        self.0.values().map(soonest).fold(0.0, f64::max)
    }
}

/// The words in which each service refuses a call too many.
pub(crate) fn refusal(asked: &Asked) -> Answer {
    let (status, content_type, body): (_, _, &[u8]) = match (asked.service.as_str(), asked.protocol) {
        ("ec2", _) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "text/xml",
            b"<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Request limit exceeded.</Message>\
              </Error></Errors><RequestID>1</RequestID></Response>",
        ),
        ("s3", _) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "application/xml",
            b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>",
        ),
        ("lambda", _) => (StatusCode::TOO_MANY_REQUESTS, "application/json", br#"{"message":"Rate exceeded"}"#),
        (_, Protocol::Json) => (
            StatusCode::BAD_REQUEST,
            "application/x-amz-json-1.1",
            br#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#,
        ),
        // A map of one pair of texts.
        (_, Protocol::Cbor) => (StatusCode::BAD_REQUEST, "application/cbor", b"\xa1\x66__type\x73ThrottlingException"),
        (_, Protocol::Xml) => (
            StatusCode::BAD_REQUEST,
            "text/xml",
            b"<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>\
              <RequestId>1</RequestId></ErrorResponse>",
        ),
    };
    let header = |name, value| (HeaderName::from_static(name), HeaderValue::from_static(value));
    let mut headers = HeaderMap::from_iter([header("content-type", content_type)]);
    headers.extend((asked.service == "lambda").then(|| header("x-amzn-errortype", "TooManyRequestsException")));
    headers.extend((asked.protocol == Protocol::Cbor).then(|| header("smithy-protocol", "rpc-v2-cbor")));
    Answer { status, headers, body: Bytes::from_static(body) }
}
