//! The Runtime API of Lambda, as far as a function needs it: an invocation out, an answer in.

use anyhow::{Context, Result, anyhow};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    routing::{get, post},
};
use std::{
    collections::HashMap,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};
use tokio::{
    net::TcpListener,
    sync::{Notify, mpsc, oneshot},
};

/// How long a function has for one invocation.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a function said about an invocation: its answer, or that it failed.
type Answer = Result<String, String>;

/// One invocation on its way to the function.
struct Invocation {
    id: String,
    payload: String,
}

/// What the routes share.
struct Desk {
    incoming: tokio::sync::Mutex<mpsc::UnboundedReceiver<Invocation>>,
    waiting: Mutex<HashMap<String, oneshot::Sender<Answer>>>,
    asked: Notify,
}

/// The Runtime API of one function, on a port of its own.
pub(crate) struct RuntimeApi {
    address: SocketAddr,
    outgoing: mpsc::UnboundedSender<Invocation>,
    desk: Arc<Desk>,
    given: u64,
}

impl RuntimeApi {
    /// Opens a port on the loopback interface.
    pub(crate) async fn open() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (outgoing, incoming) = mpsc::unbounded_channel();
        let incoming = tokio::sync::Mutex::new(incoming);
        let desk = Arc::new(Desk { incoming, waiting: Mutex::default(), asked: Notify::new() });
        let routes = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(answered))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(failed))
            .with_state(Arc::clone(&desk));
        tokio::spawn(async { axum::serve(listener, routes).await });
        Ok(Self { address, outgoing, desk, given: 0 })
    }

    /// Returns what the function finds in `AWS_LAMBDA_RUNTIME_API`.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    /// Waits until the function has started and asks for work.
    pub(crate) async fn asked(&self) -> Result<()> {
        tokio::time::timeout(PATIENCE, self.desk.asked.notified()).await.context("the function did not start")
    }

    /// Hands out an invocation; returns the answer, and how long it took from hand to hand.
    pub(crate) async fn invoke(&mut self, payload: String) -> Result<(String, Duration)> {
        self.given += 1;
        let id = format!("invocation-{}", self.given);
        let (sender, answer) = oneshot::channel();
        self.desk.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), sender);
        let began = Instant::now();
        self.outgoing.send(Invocation { id, payload }).context("the Runtime API has ended")?;
        let answer = tokio::time::timeout(PATIENCE, answer).await.context("the function did not answer")??;
        Ok((answer.map_err(|error| anyhow!("the function failed: {error}"))?, began.elapsed()))
    }
}

async fn next(State(desk): State<Arc<Desk>>) -> Result<(HeaderMap, String), StatusCode> {
    desk.asked.notify_one();
    let invocation = desk.incoming.lock().await.recv().await.ok_or(StatusCode::GONE)?;
    headers(&invocation).map(|headers| (headers, invocation.payload)).ok_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn headers(invocation: &Invocation) -> Option<HeaderMap> {
    let now = SystemTime::UNIX_EPOCH.elapsed().ok()?;
    let fields = [
        ("lambda-runtime-aws-request-id", invocation.id.clone()),
        ("lambda-runtime-deadline-ms", (now + PATIENCE).as_millis().to_string()),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:000000000000:function:bench".to_owned()),
        ("lambda-runtime-trace-id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0".to_owned()),
    ];
    let field = |(name, value): (&'static str, String)| {
        Some((HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?))
    };
    fields.into_iter().map(field).collect()
}

async fn answered(State(desk): State<Arc<Desk>>, Path(id): Path<String>, body: String) -> StatusCode {
    settle(&desk, &id, Ok(body))
}

async fn failed(State(desk): State<Arc<Desk>>, Path(id): Path<String>, body: String) -> StatusCode {
    settle(&desk, &id, Err(body))
}

fn settle(desk: &Desk, id: &str, answer: Answer) -> StatusCode {
    let waiting = desk.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    match waiting.map(|waiting| waiting.send(answer)) {
        Some(Ok(())) => StatusCode::ACCEPTED,
        Some(Err(_)) | None => StatusCode::BAD_REQUEST,
    }
}
