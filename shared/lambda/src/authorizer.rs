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

    fn authorizer_http_boxed(&self, handler: &Handler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(decide_http(handler, invocation)))
    }

    fn authorizer_socket_boxed(&self, handler: &Handler<'_>) -> Exit {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn caller() -> Caller {
        let Value::Object(context) = fixture::authorized() else { unreachable!() };
        caller::read(&context).unwrap()
    }

    fn accepts(request: Request) -> Boxed<'static, Result<Caller>> {
        Box::pin(async move {
            let known = request.token() == "good" && request.now() == fixture::now();
            if known { Ok(caller()) } else { Err(Error::Unauthenticated { reason: "the token is not valid" }) }
        })
    }

    fn is_down(_: Request) -> Boxed<'static, Result<Caller>> {
        Box::pin(async { Err(Error::unavailable("the key store", "timeout")) })
    }

    async fn http(headers: Value) -> Value {
        let payload = json!({ "version": "2.0", "type": "REQUEST", "headers": headers });
        decide_http(&accepts, fixture::invocation(&payload, fixture::context())).await.unwrap().payload
    }

    async fn socket(query: Value) -> Value {
        let payload = json!({ "methodArn": "arn:aws:execute-api:x:1:api/v1/$connect", "queryStringParameters": query });
        decide_socket(&accepts, fixture::invocation(&payload, fixture::context())).await.unwrap().payload
    }

    #[tokio::test]
    async fn lets_in_over_http_whoever_bears_a_good_token() {
        let allowed = json!({ "isAuthorized": true, "context": fixture::authorized() });

        assert_eq!(http(json!({ "authorization": "Bearer good" })).await, allowed);
        assert_eq!(http(json!({ "Authorization": "bearer  good " })).await, allowed);
    }

    #[tokio::test]
    async fn keeps_out_over_http_whoever_does_not() {
        for headers in [
            json!({}),
            json!({ "authorization": "good" }),
            json!({ "authorization": "Basic good" }),
            json!({ "authorization": "Bearer bad" }),
        ] {
            assert_eq!(http(headers.clone()).await, json!({ "isAuthorized": false }), "{headers}");
        }
    }

    #[tokio::test]
    async fn decides_over_sockets_by_the_token_in_the_query() {
        let good = socket(json!({ "token": "good" })).await;
        assert_eq!(good["policyDocument"]["Statement"][0]["Effect"], "Allow");
        assert_eq!(good["policyDocument"]["Statement"][0]["Resource"], "arn:aws:execute-api:x:1:api/v1/$connect");
        assert_eq!(good["principalId"], fixture::USER);
        assert_eq!(good["context"], fixture::authorized());

        for query in [json!(null), json!({}), json!({ "token": "bad" })] {
            let bad = socket(query).await;
            assert_eq!(bad["policyDocument"]["Statement"][0]["Effect"], "Deny");
            assert_eq!(bad.get("context"), None);
        }
    }

    #[tokio::test]
    async fn lets_nobody_in_during_an_outage() {
        let http = json!({ "headers": { "authorization": "Bearer good" } });
        let socket = json!({ "methodArn": "arn", "queryStringParameters": { "token": "good" } });

        assert!(decide_http(&is_down, fixture::invocation(&http, fixture::context())).await.is_err());
        assert!(decide_socket(&is_down, fixture::invocation(&socket, fixture::context())).await.is_err());
    }

    #[test]
    fn does_not_show_the_token() {
        assert!(!format!("{:?}", Request::new("hunter2", fixture::now())).contains("hunter2"));
    }
}
