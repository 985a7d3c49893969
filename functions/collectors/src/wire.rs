//! For tests: answers of AWS as they come over the wire, played to the real clients.
//!
//! The answers are written by hand from the public API references that the tests name.

use crate::door::Door;
use async_trait::async_trait;
use aws_config::{BehaviorVersion, Region as SdkRegion, SdkConfig};
use aws_sdk_ec2::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::{
    http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn},
    orchestrator::{HttpRequest, HttpResponse},
    result::ConnectorError,
};
use aws_smithy_types::{body::SdkBody, retry::RetryConfig};
use pantheon_core::{
    catalog::{CollectedService, Reach},
    collect::{Gap, Listing, Scope},
    id::TenantId,
};
use serde_json::Value;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// The place that tests look at.
pub(crate) fn scope(service: &str) -> Scope {
    let reach = CollectedService::named(service).unwrap().reach;
    let region = if reach == Reach::Regional { "eu-west-1" } else { "global" };
    Scope {
        account_id: "111111111111".parse().unwrap(),
        region: region.parse().unwrap(),
        service: service.parse().unwrap(),
    }
}

/// AWS, as far as a test needs it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wire {
    answers: Arc<Vec<Recorded>>,
    /// Whether nothing is ever answered.
    silent: bool,
    requests: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone, Debug)]
struct Recorded {
    /// What the request must contain, in its method, address, target or body.
    asked: &'static [&'static str],
    status: u16,
    body: Vec<u8>,
    /// How often it is still given.
    left: Arc<AtomicUsize>,
}

impl Wire {
    /// An AWS that accepts connections and never answers.
    pub(crate) fn silent() -> Self {
        Self { silent: true, ..Self::default() }
    }

    /// Adds an answer for requests that contain all of these words; the first that fits is given.
    pub(crate) fn on(self, asked: &'static [&'static str], status: u16, body: impl Into<Vec<u8>>) -> Self {
        self.times(usize::MAX, asked, status, body)
    }

    /// Adds an answer that is given so many times.
    pub(crate) fn times(
        mut self,
        times: usize,
        asked: &'static [&'static str],
        status: u16,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        let left = Arc::new(AtomicUsize::new(times));
        Arc::make_mut(&mut self.answers).push(Recorded { asked, status, body: body.into(), left });
        self
    }

    /// Puts the answers of another before one's own.
    pub(crate) fn merged_after(mut self, first: &Self) -> Self {
        Arc::make_mut(&mut self.answers).splice(0..0, first.answers.iter().cloned());
        self
    }

    /// Returns what clients need to talk to this AWS, in the region that the tests look at.
    pub(crate) fn session(&self) -> SdkConfig {
        let connector = SharedHttpConnector::new(self.clone());
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(SdkRegion::new("eu-west-1"))
            .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
                "AKID", "secret", None, None, "test",
            )))
            .http_client(http_client_fn(move |_, _| connector.clone()))
            .retry_config(RetryConfig::disabled())
            .build()
    }

    /// Returns the requests so far, each as method, address, target and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Recorded {
    fn is_left(&self) -> bool {
        self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
    }
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default());
        let asked = format!("{} {} {target} {body}", request.method(), request.uri());
        self.requests.lock().unwrap().push(asked.clone());

        if self.silent {
            return HttpConnectorFuture::new(std::future::pending());
        }
        let fits = |recorded: &&Recorded| recorded.asked.iter().all(|word| asked.contains(word)) && recorded.is_left();
        HttpConnectorFuture::ready(match self.answers.iter().find(fits) {
            Some(recorded) => {
                let status = recorded.status.try_into().unwrap();
                Ok(HttpResponse::new(status, SdkBody::from(recorded.body.clone())))
            }
            None => Err(ConnectorError::io(format!("there is no recorded answer to {asked}").into())),
        })
    }
}

#[async_trait]
impl Door for Wire {
    async fn open(&self, _: &TenantId, _: &Scope) -> Result<SdkConfig, Gap> {
        Ok(self.session())
    }
}

/// The answer of the query protocol that refuses an action.
pub(crate) fn refused(code: &str) -> String {
    format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error>\
         <RequestId>1</RequestId></ErrorResponse>"
    )
}

/// The answer of EC2 that refuses an action.
pub(crate) fn refused_by_ec2(code: &str) -> String {
    format!(
        "<Response><Errors><Error><Code>{code}</Code><Message>no</Message></Error></Errors>\
         <RequestID>1</RequestID></Response>"
    )
}

/// Writes an answer in the binary form (RFC 8949) that some services speak instead of JSON.
pub(crate) fn cbor(value: &Value) -> Vec<u8> {
    fn head(kind: u8, number: u64) -> Vec<u8> {
        [&[kind << 5 | 0x1B][..], &number.to_be_bytes()].concat()
    }
    let length = |length: usize| u64::try_from(length).unwrap();
    match value {
        Value::Null => vec![0xF6],
        Value::Bool(flag) => vec![if *flag { 0xF5 } else { 0xF4 }],
        Value::Number(number) => match number.as_u64() {
            Some(number) => head(0, number),
            None => [&[0xFB][..], &number.as_f64().unwrap().to_be_bytes()].concat(),
        },
        Value::String(text) => [&head(3, length(text.len()))[..], text.as_bytes()].concat(),
        Value::Array(items) => {
            let head = head(4, length(items.len()));
            [head].into_iter().chain(items.iter().map(cbor)).flatten().collect()
        }
        Value::Object(entries) => {
            let head = head(5, length(entries.len()));
            let entries = entries.iter().map(|(key, value)| [cbor(&Value::from(key.as_str())), cbor(value)].concat());
            [head].into_iter().chain(entries).flatten().collect()
        }
    }
}

/// Returns what was found, after making sure that nothing was missed.
pub(crate) fn found(listing: &Listing) -> Value {
    assert_eq!(listing.gaps, []);
    serde_json::to_value(&listing.found).unwrap()
}
