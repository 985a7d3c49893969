//! Triggers: the authorizers of the HTTP and of the WebSocket API.
//!
//! A handler turns the presented token into a caller, or fails. A failure that is the token's
//! denies; any other fails the invocation, so that nobody is let in by an outage.

use crate::{
    Boxed, Exit, Lambda, caller,
    invocation::{Done, Invocation, Outcome},
    log,
};
use chrono::{DateTime, Utc};
use pantheon_core::{Caller, Error, Result};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A token that asks to be let in.
#[derive(Clone, Debug)]
pub struct Request {
    token: SecretString,
    now: DateTime<Utc>,
}

impl Request {
    /// Presents a token at a moment.
    pub fn new(token: &str, now: DateTime<Utc>) -> Self {
        Self { token: SecretString::from(token), now }
    }

    /// Returns the token as it was sent, without `Bearer`; empty if there is none.
    pub fn token(&self) -> &str {
        self.token.expose_secret()
    }

    /// Returns the moment at which the token has to be good.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }
}

/// A handler whose future is behind a pointer.
type Handler<'a> = dyn Fn(Request) -> Boxed<'a, Result<Caller>> + Sync + 'a;

impl Lambda {
    /// Serves the authorizer of the HTTP API: payload format 2.0, simple answers.
    pub fn authorizer_http<'a, F>(&'a self, handler: impl Fn(Request) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<Caller>> + Send + 'a,
    {
        self.authorizer_http_boxed(&move |request| Box::pin(handler(request)))
    }

    /// Serves the authorizer of the WebSocket API, which finds the token in the query as `token`.
    pub fn authorizer_socket<'a, F>(&'a self, handler: impl Fn(Request) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<Caller>> + Send + 'a,
    {
        self.authorizer_socket_boxed(&move |request| Box::pin(handler(request)))
    }

    fn authorizer_http_boxed<'a>(&'a self, handler: &Handler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(decide_http(handler, invocation)))
    }

    fn authorizer_socket_boxed<'a>(&'a self, handler: &Handler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(decide_socket(handler, invocation)))
    }
}

async fn decide_http(handler: &Handler<'_>, invocation: Invocation) -> Result<Done> {
    let event: HttpEvent = invocation.read()?;
    let header = event.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let token = header.map(|(_, value)| bearer(value)).unwrap_or_default();
    let caller = let_in(handler(Request::new(token, invocation.context.now)).await)?;
    Ok(match caller {
        Some(caller) => allowed(json!({ "isAuthorized": true, "context": caller::write(&caller) })),
        None => denied(json!({ "isAuthorized": false })),
    })
}

async fn decide_socket(handler: &Handler<'_>, invocation: Invocation) -> Result<Done> {
    let event: SocketEvent = invocation.read()?;
    let query = event.query_string_parameters.unwrap_or_default();
    let token = query.get("token").map(String::as_str).unwrap_or_default();
    let caller = let_in(handler(Request::new(token, invocation.context.now)).await)?;
    Ok(match caller {
        Some(caller) => allowed(json!({
            "principalId": caller.user,
            "policyDocument": policy("Allow", &event.method_arn),
            "context": caller::write(&caller),
        })),
        None => denied(json!({ "principalId": "nobody", "policyDocument": policy("Deny", &event.method_arn) })),
    })
}

/// Tells a refusal from an outage.
fn let_in(result: Result<Caller>) -> Result<Option<Caller>> {
    match result {
        Ok(caller) => Ok(Some(caller)),
        Err(error @ (Error::Unavailable { .. } | Error::Internal { .. } | Error::QuotaExceeded { .. })) => Err(error),
        Err(error) => {
            log::failure(&error, "the token was refused");
            Ok(None)
        }
    }
}

fn bearer(header: &str) -> &str {
    match header.trim().split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => "",
    }
}

fn policy(effect: &str, resource: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{ "Action": "execute-api:Invoke", "Effect": effect, "Resource": resource }],
    })
}

fn allowed(payload: Value) -> Done {
    Done { payload, outcome: Outcome::Succeeded }
}

fn denied(payload: Value) -> Done {
    Done { payload, outcome: Outcome::Refused }
}

#[derive(Deserialize)]
struct HttpEvent {
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SocketEvent {
    method_arn: String,
    query_string_parameters: Option<BTreeMap<String, String>>,
}
