//! An AWS endpoint that answers from memory: what an estate once said, with a real one's latency.
//!
//! A request that was seen before is answered from memory; a new one is passed on, kept and
//! answered, which is a miss. So the clients that are to be compared run once against a mock
//! behind this server, and are measured without it afterwards: an emulator would otherwise be most
//! of what is measured. It knows reading clients only.
//!
//! `POST /_replay/reset` sets the latency and the limits and forgets what was counted;
//! `GET /_replay/counts` says what was asked since.

mod key;
mod latency;
mod limits;

use crate::figures::say;
use anyhow::{Context, Result};
use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
    serve::ListenerExt,
};
use key::Asked;
use limits::Limits;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, HashMap},
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::net::TcpListener;

/// The most bytes of a request or an answer.
const LARGEST: usize = 64 << 20;

/// Headers that belong to one connection, not to what is said over it.
const OF_THE_CONNECTION: &[&str] =
    &["connection", "content-length", "date", "expect", "host", "server", "transfer-encoding"];

/// How the endpoint behaves from now on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Behavior {
    /// The median latency, in milliseconds.
    latency_ms: f64,
    /// Whether the quotas of AWS are enforced.
    throttled: bool,
}

/// An answer as it was recorded.
#[derive(Clone)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// What happened since the last reset.
#[derive(Default)]
struct Counts {
    calls: u64,
    misses: u64,
    throttled: u64,
    latency: Duration,
    in_flight: u64,
    most_in_flight: u64,
    by_operation: BTreeMap<String, u64>,
}

struct Endpoint {
    upstream: String,
    /// The mocks of services that the first does not speak for.
    upstreams: HashMap<String, String>,
    client: reqwest::Client,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    behavior: Behavior,
    answers: HashMap<String, Answer>,
    /// How often each request was asked since the last reset: its latency depends on that.
    asked: HashMap<u64, u32>,
    counts: Counts,
    limits: Limits,
}

/// Serves until the process is ended; prints the address that it listens on.
///
/// Each of `others` is the name of a service in signatures, `=`, and the mock that answers for it.
pub(crate) async fn serve(upstream: &str, others: &[&str]) -> Result<()> {
    let address = |text: &str| text.trim_end_matches('/').to_owned();
    let other = |text: &&str| {
        let (service, upstream) =
            text.split_once('=').with_context(|| format!("`{text}` is no <service>=<upstream>"))?;
        Ok((service.to_owned(), address(upstream)))
    };
    let endpoint = Endpoint {
        upstream: address(upstream),
        upstreams: others.iter().map(other).collect::<Result<_>>()?,
        client: reqwest::Client::new(),
        memory: Mutex::default(),
    };
    let routes = Router::new()
        .route("/_replay/reset", post(reset))
        .route("/_replay/counts", get(counts))
        .fallback(answer)
        .with_state(Arc::new(endpoint));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    say(&format!("http://{}", listener.local_addr()?))?;
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, routes).await.context("the endpoint stopped")
}

impl Endpoint {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the mock behind, and keeps what it says.
    async fn ask(&self, parts: Parts, body: Bytes, asked: Asked) -> Result<Answer> {
        let upstream = self.upstreams.get(&asked.service).unwrap_or(&self.upstream);
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut headers = parts.headers;
        forget_connection(&mut headers);
        let request = self.client.request(parts.method, format!("{upstream}{path}")).headers(headers).body(body);
        let response = request.send().await?;
        let (status, mut headers) = (response.status(), response.headers().clone());
        forget_connection(&mut headers);
        let answer = Answer { status, headers, body: response.bytes().await? };
        self.memory().answers.insert(asked.key, answer.clone());
        Ok(answer)
    }
}

impl Memory {
    /// Counts a request; returns how long its answer takes, whether it is refused, and the answer.
    fn take(&mut self, asked: &Asked) -> (Duration, bool, Option<Answer>) {
        let times = self.asked.entry(asked.hash()).or_default();
        *times += 1;
        let wait = latency::of(asked.hash(), *times, self.behavior.latency_ms);
        let refused = self.behavior.throttled && !self.limits.admit(asked, Instant::now());
        let known = self.answers.get(&asked.key).cloned();

        let counts = &mut self.counts;
        counts.calls += 1;
        counts.throttled += u64::from(refused);
        counts.misses += u64::from(!refused && known.is_none());
        counts.latency += wait;
        counts.in_flight += 1;
        counts.most_in_flight = counts.most_in_flight.max(counts.in_flight);
        *counts.by_operation.entry(format!("{} {}", asked.service, asked.operation)).or_default() += 1;
        (wait, refused, known)
    }
}

/// Leaves out what belongs to one connection.
fn forget_connection(headers: &mut HeaderMap) {
    for name in OF_THE_CONNECTION {
        headers.remove(*name);
    }
}

async fn answer(State(endpoint): State<Arc<Endpoint>>, request: Request<Body>) -> Response {
    let begun = Instant::now();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let asked = Asked::of(&parts, &body);
    let (wait, refused, known) = endpoint.memory().take(&asked);

    let answer = match known {
        // A call that is refused is answered sooner than one that is worked on.
        _ if refused => {
            tokio::time::sleep(wait / 2).await;
            Ok(limits::refusal(&asked))
        }
        Some(known) => Ok(known),
        None => endpoint.ask(parts, body, asked).await,
    };
    if !refused {
        tokio::time::sleep(wait.saturating_sub(begun.elapsed())).await;
    }
    endpoint.memory().counts.in_flight -= 1;
    match answer {
        Ok(Answer { status, headers, body }) => (status, headers, body).into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

async fn reset(State(endpoint): State<Arc<Endpoint>>, Json(behavior): Json<Behavior>) -> StatusCode {
    let mut memory = endpoint.memory();
    *memory = Memory { behavior, answers: std::mem::take(&mut memory.answers), ..Memory::default() };
    StatusCode::NO_CONTENT
}

async fn counts(State(endpoint): State<Arc<Endpoint>>) -> Json<Value> {
    let memory = endpoint.memory();
    let Counts { calls, misses, throttled, latency, in_flight: _, most_in_flight, by_operation } = &memory.counts;
    Json(json!({
        "calls": calls, "misses": misses, "throttled": throttled, "latency_s": latency.as_secs_f64(),
        "most_in_flight": most_in_flight, "by_operation": by_operation, "token_bucket_floor_s": memory.limits.floor(),
    }))
}
