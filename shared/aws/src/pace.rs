//! The pace of calls to watched accounts: each waits for its turn, and is counted.
//!
//! The SDK has no hook that may wait but the connection itself, so the pace is kept there: between
//! the client, with its retries, and the wire. A call is recognized by what it is signed for and by
//! what its protocol says it asks.

use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{
    connector_metadata::ConnectorMetadata,
    http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
    },
    orchestrator::{HttpRequest, HttpResponse},
    result::ConnectorError,
    runtime_components::RuntimeComponents,
};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use pantheon_core::{
    aws::{AccountId, Region},
    budget::{Allowance, Bucket, Calls},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// How many accounts and regions a container keeps a pace for.
const PACERS_KEPT: usize = 256;

/// What AWS says, in some place of its answer, when it asks to slow down.
const SLOW_DOWN: &[&str] = &[
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "TooManyRequests",
];

/// Opens connections as the SDK does by itself.
pub(crate) fn connections() -> SharedHttpClient {
    Builder::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build_https()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The pace of each account and region.
#[derive(Debug)]
pub struct Pacers {
    share: u8,
    kept: Mutex<HashMap<(AccountId, Region), Arc<Pacer>>>,
}

impl Pacers {
    /// Takes this share of AWS's quotas, in percent.
    pub fn sharing(share: u8) -> Self {
        Self { share, kept: Mutex::default() }
    }

    /// Returns the pace of an account and region, which is the same whoever asks.
    pub fn of(&self, account: &AccountId, region: &Region) -> Arc<Pacer> {
        let mut kept = lock(&self.kept);
        if kept.len() >= PACERS_KEPT {
            kept.retain(|_, pacer| Arc::strong_count(pacer) > 1);
        }
        kept.entry((account.clone(), region.clone())).or_insert_with(|| Arc::new(Pacer::sharing(self.share))).clone()
    }
}

/// The pace of one account and region.
#[derive(Debug)]
pub struct Pacer {
    share: u8,
    began: Instant,
    buckets: Mutex<HashMap<String, Bucket>>,
    calls: Mutex<Calls>,
}

impl Pacer {
    fn sharing(share: u8) -> Self {
        Self { share, began: Instant::now(), buckets: Mutex::default(), calls: Mutex::default() }
    }

    /// Makes calls that go over these connections keep the pace.
    pub fn pacing(self: Arc<Self>, connections: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(PacedClient { connections, pacer: self })
    }

    pub(crate) fn take_calls(&self) -> Calls {
        std::mem::take(&mut *lock(&self.calls))
    }

    fn age(&self) -> Duration {
        self.began.elapsed()
    }

    /// Waits until a call has its turn; returns the bucket that counts it.
    async fn turn(&self, asked: &Asked) -> String {
        let allowance = Allowance::of(&asked.service, &asked.operation, self.share);
        let (name, now) = (allowance.bucket.clone(), self.age());
        let wait = {
            let mut buckets = lock(&self.buckets);
            buckets.entry(name.clone()).or_insert_with(|| Bucket::full(allowance, now)).turn(now)
        };
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        name
    }

    fn count(&self, bucket: &str, repeated: bool, throttled: bool) {
        let one = Calls { made: 1, throttled: u64::from(throttled), repeated: u64::from(repeated) };
        let now = self.age();
        {
            let mut calls = lock(&self.calls);
            *calls = calls.plus(one);
        }
        let mut buckets = lock(&self.buckets);
        let Some(bucket) = buckets.get_mut(bucket) else { return };
        if throttled { bucket.slow_down(now) } else { bucket.speed_up() }
    }
}

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    /// The service that it is signed for.
    service: String,
    /// The operation; for a REST API its method and path, and for S3 its method and what it asks of
    /// a bucket.
    operation: String,
    /// Whether it repeats a call that had failed.
    repeated: bool,
}

impl Asked {
    fn of(request: &HttpRequest) -> Self {
        let header = |name: &str| request.headers().get(name).unwrap_or_default();
        let service = signed_for(header("authorization")).unwrap_or_default();
        let operation = match header("x-amz-target").rsplit_once('.') {
            Some((_, operation)) => operation.to_owned(),
            None => action(request).unwrap_or_else(|| rest(service, request)),
        };
        let repeated = header("amz-sdk-request").split(';').any(|part| {
            let attempt = part.trim().strip_prefix("attempt=").and_then(|number| number.parse::<u32>().ok());
            attempt.is_some_and(|attempt| attempt > 1)
        });
        Self { service: service.to_owned(), operation, repeated }
    }
}

/// Reads the service out of `… Credential=key/date/region/service/aws4_request, …`.
fn signed_for(authorization: &str) -> Option<&str> {
    let (_, after) = authorization.split_once("Credential=")?;
    let credential = after.split(',').next()?;
    credential.rsplit('/').nth(1)
}

/// Reads the action of the query protocol.
fn action(request: &HttpRequest) -> Option<String> {
    let body = std::str::from_utf8(request.body().bytes()?).ok()?;
    let action = body.split('&').find_map(|part| part.strip_prefix("Action="))?;
    Some(action.to_owned())
}

fn rest(service: &str, request: &HttpRequest) -> String {
    let address = request.uri();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    if service == "s3" {
        let asked = query.split(['&', '=']).find(|word| !word.is_empty() && *word != "x-id").unwrap_or("list");
        return format!("{} ?{asked}", request.method());
    }
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    format!("{} /{}", request.method(), path.split_once('/').map_or("", |(_, path)| path))
}

#[derive(Debug)]
struct PacedClient {
    connections: SharedHttpClient,
    pacer: Arc<Pacer>,
}

impl HttpClient for PacedClient {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let connection = self.connections.http_connector(settings, components);
        SharedHttpConnector::new(PacedConnection { connection, pacer: self.pacer.clone() })
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.connections.connector_metadata()
    }
}

#[derive(Debug)]
struct PacedConnection {
    connection: SharedHttpConnector,
    pacer: Arc<Pacer>,
}

impl HttpConnector for PacedConnection {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (connection, pacer) = (self.connection.clone(), self.pacer.clone());
        HttpConnectorFuture::new(async move {
            let asked = Asked::of(&request);
            let bucket = pacer.turn(&asked).await;
            let answer = connection.call(request).await;
            let (answer, throttled) = match answer {
                Ok(answer) => look_for_throttling(answer).await?,
                Err(error) => {
                    pacer.count(&bucket, asked.repeated, false);
                    return Err(error);
                }
            };
            pacer.count(&bucket, asked.repeated, throttled);
            Ok(answer)
        })
    }
}

/// Tells whether AWS asked to slow down; the answer of a failure is read for that, and given back.
async fn look_for_throttling(mut answer: HttpResponse) -> Result<(HttpResponse, bool), ConnectorError> {
    let status = answer.status().as_u16();
    if status < 400 {
        return Ok((answer, false));
    }
    let body = ByteStream::new(answer.take_body()).collect().await;
    let body = body.map_err(|error| ConnectorError::io(error.into()))?.into_bytes();
    let said = answer.headers().get("x-amzn-errortype").unwrap_or_default();
    let text = String::from_utf8_lossy(&body);
    let throttled = status == 429 || SLOW_DOWN.iter().any(|word| said.contains(word) || text.contains(word));
    *answer.body_mut() = SdkBody::from(body);
    Ok((answer, throttled))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, address: &str, headers: &[(&'static str, &'static str)], body: &'static str) -> Asked {
        let mut request = HttpRequest::new(SdkBody::from(body));
        request.set_method(method).unwrap();
        request.set_uri(address).unwrap();
        let signed = headers.iter().find(|(name, _)| *name == "authorization");
        assert!(signed.is_some(), "every call is signed");
        for (name, value) in headers {
            request.headers_mut().insert(*name, *value);
        }
        Asked::of(&request)
    }

    fn asked(service: &str, operation: &str, repeated: bool) -> Asked {
        Asked { service: service.to_owned(), operation: operation.to_owned(), repeated }
    }

    #[test]
    fn recognizes_calls_of_every_protocol() {
        let ec2 =
            ("authorization", "AWS4-HMAC-SHA256 Credential=A/20261127/eu-west-1/ec2/aws4_request, SignedHeaders=h");
        let kms =
            ("authorization", "AWS4-HMAC-SHA256 Credential=A/20261127/eu-west-1/kms/aws4_request, SignedHeaders=h");
        let lambda = ("authorization", "AWS4-HMAC-SHA256 Credential=A/20261127/eu-west-1/lambda/aws4_request, S=h");
        let s3 = ("authorization", "AWS4-HMAC-SHA256 Credential=A/20261127/eu-west-1/s3/aws4_request, S=h");
        let s3a = ("authorization", "AWS4-ECDSA-P256-SHA256 Credential=A/20261127/s3/aws4_request, S=h");
        let again = ("amz-sdk-request", "ttl=20261127T000000Z; attempt=2; max=5");
        let first = ("amz-sdk-request", "attempt=1; max=5");

        let query =
            request("POST", "https://ec2.eu-west-1.amazonaws.com/", &[ec2, again], "Action=DescribeVpcs&Version=1");
        assert_eq!(query, asked("ec2", "DescribeVpcs", true));
        let json = request(
            "POST",
            "https://kms.amazonaws.com/",
            &[kms, first, ("x-amz-target", "TrentService.ListKeys")],
            "{}",
        );
        assert_eq!(json, asked("kms", "ListKeys", false));
        let rest = request("GET", "https://lambda.amazonaws.com/2015-03-31/functions/a/policy?x=y", &[lambda], "");
        assert_eq!(rest, asked("lambda", "GET /2015-03-31/functions/a/policy", false));
        for (address, operation) in [
            ("https://logs.s3.amazonaws.com/?policy", "GET ?policy"),
            ("https://s3.amazonaws.com/logs?encryption", "GET ?encryption"),
            ("https://s3.amazonaws.com/?x-id=ListBuckets", "GET ?ListBuckets"),
            ("https://s3.amazonaws.com/", "GET ?list"),
        ] {
            assert_eq!(request("GET", address, &[s3], ""), asked("s3", operation, false));
        }
        assert_eq!(request("HEAD", "https://logs.s3.amazonaws.com/", &[s3a], "").service, "s3");
    }

    #[tokio::test(start_paused = true)]
    async fn keeps_the_pace_of_the_control_plane_of_lambda() {
        let pacer = Pacer::sharing(50);
        let call = asked("lambda", "GET /2015-03-31/functions/", false);
        let began = Instant::now();

        for _ in 0..82 {
            let bucket = pacer.turn(&call).await;
            pacer.count(&bucket, false, false);
        }

        // 7.5 calls are saved up, and 7.5 a second come after them.
        let took = began.elapsed().as_secs_f64();
        assert!((9.9..10.1).contains(&took), "{took}");
        assert_eq!(pacer.take_calls(), Calls { made: 82, ..Calls::default() });
        assert_eq!(pacer.take_calls(), Calls::default());
    }

    #[tokio::test(start_paused = true)]
    async fn does_not_let_one_operation_wait_for_another() {
        let pacer = Pacer::sharing(50);
        for _ in 0..50 {
            pacer.turn(&asked("ec2", "DescribeInstances", false)).await;
        }
        let began = Instant::now();

        pacer.turn(&asked("ec2", "DescribeVpcs", false)).await;
        assert_eq!(began.elapsed(), Duration::ZERO);
        pacer.turn(&asked("ec2", "DescribeInstances", false)).await;
        assert!(began.elapsed() > Duration::ZERO);
    }

    #[test]
    fn forgets_the_pace_of_places_that_nobody_looks_at() {
        let pacers = Pacers::sharing(50);
        let account = |number: usize| format!("{number:012}").parse().unwrap();
        let region: Region = "eu-west-1".parse().unwrap();
        let held = pacers.of(&account(0), &region);
        for number in 1..2 * PACERS_KEPT {
            pacers.of(&account(number), &region);
        }

        assert!(lock(&pacers.kept).len() <= PACERS_KEPT);
        assert!(Arc::ptr_eq(&held, &pacers.of(&account(0), &region)), "one that is in use was forgotten");
    }
}
