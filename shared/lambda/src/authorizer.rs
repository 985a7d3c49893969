//! Triggers: the authorizers of the HTTP and of the WebSocket API.
//!
//! A handler turns what is presented into a caller, or fails. Over HTTP a refusal is let through
//! with a mark ([`crate::admission`]); over a WebSocket it is a denial. An outage fails the
//! invocation on both, so that it lets nobody in.

use crate::{
    Boxed, Exit, Lambda, caller,
    invocation::{Done, Invocation, Outcome},
    log, payload,
};
use aws_lambda_events::apigw::{
    ApiGatewayCustomAuthorizerRequestTypeRequest as SocketEvent, ApiGatewayV2CustomAuthorizerV2Request as HttpEvent,
};
use chrono::{DateTime, Utc};
use lambda_http::http::{HeaderMap, HeaderName, header};
use pantheon_core::{Caller, Error, Result};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

pub use crate::admission::{Admission, RateLimit};

/// A token or a ticket that asks to be let in.
#[derive(Clone, Debug)]
pub struct Request {
    token: SecretString,
    origin: Option<String>,
    now: DateTime<Utc>,
}

impl Request {
    /// Presents a token or a ticket at a moment.
    pub fn new(token: &str, now: DateTime<Utc>) -> Self {
        Self { token: SecretString::from(token), origin: None, now }
    }

    /// Says which page it was presented by.
    #[must_use]
    pub fn from_origin(self, origin: &str) -> Self {
        Self { origin: Some(origin.to_owned()), ..self }
    }

    /// Returns the token or the ticket as it was sent, without `Bearer`; empty if there is none.
    pub fn token(&self) -> &str {
        self.token.expose_secret()
    }

    /// Returns the `Origin` header, which browsers send and programs may leave out; an `Origin`
    /// that HTTP does not allow is empty.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Returns the moment at which the token has to be good.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn of(token: &str, headers: &HeaderMap, now: DateTime<Utc>) -> Self {
        let origin = headers.contains_key(header::ORIGIN).then(|| text(headers, header::ORIGIN).to_owned());
        Self { origin, ..Self::new(token, now) }
    }
}

/// A handler of the HTTP API whose future is behind a pointer.
type HttpHandler<'a> = dyn Fn(Request) -> Boxed<'a, Result<Admission>> + Sync + 'a;

/// A handler of the WebSocket API whose future is behind a pointer.
type SocketHandler<'a> = dyn Fn(Request) -> Boxed<'a, Result<Caller>> + Sync + 'a;

impl Lambda {
    /// Serves the authorizer of the HTTP API: payload format 2.0, simple answers that never deny.
    ///
    /// A handler that fails refuses as [`Admission::refused`] does.
    pub fn authorizer_http<'a, F, R>(&'a self, handler: impl Fn(Request) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<R>> + Send + 'a,
        R: Into<Admission>,
    {
        let handler = move |request| {
            let admission = handler(request);
            Box::pin(async move { admission.await.map(Into::into) }) as Boxed<'a, Result<Admission>>
        };
        self.authorizer_http_boxed(&handler)
    }

    /// Serves the authorizer of the WebSocket API, which finds a ticket in the query as `ticket`.
    pub fn authorizer_socket<'a, F>(&'a self, handler: impl Fn(Request) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<Caller>> + Send + 'a,
    {
        self.authorizer_socket_boxed(&move |request| Box::pin(handler(request)))
    }

    fn authorizer_http_boxed(&self, handler: &HttpHandler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(decide_http(handler, invocation)))
    }

    fn authorizer_socket_boxed(&self, handler: &SocketHandler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(decide_socket(handler, invocation)))
    }
}

async fn decide_http(handler: &HttpHandler<'_>, invocation: Invocation) -> Result<Done> {
    let event: HttpEvent = payload::read(invocation.payload())?;
    let token = bearer(text(&event.headers, header::AUTHORIZATION));
    let request = Request::of(token, &event.headers, invocation.context.now);
    let admission = handler(request).await.unwrap_or_else(Admission::refused);
    let outcome = match admission.verdict() {
        Ok(_) => Outcome::Succeeded,
        Err(error) => {
            log::failure(error, "the token was refused");
            Outcome::Refused
        }
    };
    let context = admission.into_context()?;
    Ok(Done { payload: json!({ "isAuthorized": true, "context": context }), outcome })
}

async fn decide_socket(handler: &SocketHandler<'_>, invocation: Invocation) -> Result<Done> {
    let event: SocketEvent = payload::read(invocation.payload())?;
    let ticket = event.query_string_parameters.first("ticket").unwrap_or_default();
    let method_arn = event.method_arn.as_deref().unwrap_or_default();
    match handler(Request::of(ticket, &event.headers, invocation.context.now)).await {
        Ok(caller) => {
            let payload = json!({
                "principalId": caller.user,
                "policyDocument": policy("Allow", method_arn),
                "context": caller::write(&caller),
            });
            Ok(Done { payload, outcome: Outcome::Succeeded })
        }
        Err(outage @ (Error::Unavailable { .. } | Error::Internal { .. })) => Err(outage),
        Err(error) => {
            log::failure(&error, "the ticket was refused");
            let payload = json!({ "principalId": "nobody", "policyDocument": policy("Deny", method_arn) });
            Ok(Done { payload, outcome: Outcome::Refused })
        }
    }
}

/// Returns a header as text; empty if it is absent or no text.
fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use pantheon_core::limit::Quota;
    use std::time::Duration;

    fn caller() -> Caller {
        caller::read(&serde_json::from_value(fixture::authorized()).unwrap()).unwrap()
    }

    fn rate() -> RateLimit {
        RateLimit::of([("principal", &Quota::per_minute(60).decide(None, fixture::now()).allowance)])
    }

    fn knows(request: &Request) -> Result<Caller> {
        let known = request.token() == "good" && request.now() == fixture::now();
        if known { Ok(caller()) } else { Err(Error::Unauthenticated { reason: "the token is not valid" }) }
    }

    async fn http_by(headers: Value, handler: fn(Request) -> Result<Admission>) -> Result<Done> {
        let http = json!({ "method": "GET", "path": "/v1/things" });
        let event =
            json!({ "version": "2.0", "type": "REQUEST", "headers": headers, "requestContext": { "http": http } });
        let handler = move |request| Box::pin(std::future::ready(handler(request))) as Boxed<'static, _>;
        decide_http(&handler, fixture::invocation(&event, fixture::context())).await
    }

    async fn http(headers: Value) -> Value {
        http_by(headers, |request| knows(&request).map(Admission::of)).await.unwrap().payload
    }

    async fn socket_by(headers: Value, query: Value, handler: fn(Request) -> Result<Caller>) -> Result<Done> {
        let method_arn = "arn:aws:execute-api:x:1:api/v1/$connect";
        let event = json!({
            "type": "REQUEST", "methodArn": method_arn, "headers": headers, "queryStringParameters": query, "requestContext": {},
        });
        let handler = move |request| Box::pin(std::future::ready(handler(request))) as Boxed<'static, _>;
        decide_socket(&handler, fixture::invocation(&event, fixture::context())).await
    }

    #[tokio::test]
    async fn lets_in_over_http_whoever_bears_a_good_token() {
        let allowed = json!({ "isAuthorized": true, "context": fixture::authorized() });

        assert_eq!(http(json!({ "authorization": "Bearer good" })).await, allowed);
        assert_eq!(http(json!({ "Authorization": "bearer  good " })).await, allowed);
        assert_eq!(http(json!({ "authorization": "Bearer good", "x-note": "grüße\n" })).await, allowed);
    }

    #[tokio::test]
    async fn marks_over_http_whoever_does_not() {
        let marked = json!({
            "isAuthorized": true, "context": { "refused": "unauthenticated", "reason": "the token is not valid" },
        });
        for headers in [
            json!({}),
            json!({ "authorization": "good" }),
            json!({ "authorization": "Basic good" }),
            json!({ "authorization": "Bearer bad" }),
            json!({ "authorization": "Bearer göod" }),
            json!({ "authorization": "Bearer good\u{7}" }),
        ] {
            assert_eq!(http(headers.clone()).await, marked, "{headers}");
        }
    }

    #[tokio::test]
    async fn tells_over_http_how_much_is_left() {
        let let_in = http_by(json!({}), |_| Ok(Admission::of(caller()).limited(rate()))).await.unwrap();
        let refused = |_| {
            let error = Error::QuotaExceeded { retry_after: Duration::from_secs(7) };
            Ok(Admission::refused(error).limited(rate()))
        };
        let refused = http_by(json!({}), refused).await.unwrap();

        for done in [&let_in, &refused] {
            assert_eq!(done.payload["isAuthorized"], true);
            assert_eq!(done.payload["context"]["ratelimit"], rate().limit());
            assert_eq!(done.payload["context"]["ratelimit_policy"], rate().policy());
        }
        assert_eq!(let_in.payload["context"]["tenant_id"], fixture::TENANT);
        assert_eq!(refused.payload["context"]["refused"], "quota_exceeded");
        assert_eq!(refused.payload["context"]["retry_after_seconds"], "7");
        assert_eq!((let_in.outcome, refused.outcome), (Outcome::Succeeded, Outcome::Refused));
    }

    #[tokio::test]
    async fn decides_over_sockets_by_the_ticket_in_the_query() {
        let socket = async |query| socket_by(json!({}), query, |request| knows(&request)).await.unwrap().payload;
        let good = socket(json!({ "ticket": "good" })).await;
        assert_eq!(good["policyDocument"]["Statement"][0]["Effect"], "Allow");
        assert_eq!(good["policyDocument"]["Statement"][0]["Resource"], "arn:aws:execute-api:x:1:api/v1/$connect");
        assert_eq!(good["principalId"], fixture::USER);
        assert_eq!(good["context"], fixture::authorized());

        for query in [json!(null), json!({}), json!({ "ticket": "bad" }), json!({ "token": "good" })] {
            let bad = socket(query).await;
            assert_eq!(bad["policyDocument"]["Statement"][0]["Effect"], "Deny");
            assert_eq!(bad.get("context"), None);
        }
    }

    #[tokio::test]
    async fn tells_sockets_which_page_they_were_opened_by() {
        let from_ours = |request: Request| match request.origin() {
            Some("https://app.example.com") => Ok(caller()),
            Some(_) => Err(Error::Unauthenticated { reason: "this page may not connect" }),
            None => Err(Error::internal("no origin")),
        };
        let effect = async |headers| {
            let payload = socket_by(headers, json!({ "ticket": "good" }), from_ours).await.unwrap().payload;
            payload["policyDocument"]["Statement"][0]["Effect"].clone()
        };

        assert_eq!(effect(json!({ "Origin": "https://app.example.com" })).await, "Allow");
        assert_eq!(effect(json!({ "origin": "https://evil.example" })).await, "Deny");
        assert_eq!(effect(json!({ "Origin": "https://app.example.com\u{1}" })).await, "Deny");
        assert!(socket_by(json!({}), json!({ "ticket": "good" }), from_ours).await.is_err(), "there is no origin");
    }

    #[tokio::test]
    async fn lets_nobody_in_during_an_outage() {
        fn outage() -> Error {
            Error::unavailable("the key store", "timeout")
        }

        assert!(http_by(json!({ "authorization": "Bearer good" }), |_| Err(outage())).await.is_err());
        assert!(http_by(json!({}), |_| Ok(Admission::refused(outage()).limited(rate()))).await.is_err());
        assert!(socket_by(json!({}), json!({ "ticket": "good" }), |_| Err(outage())).await.is_err());
    }

    #[test]
    fn does_not_show_the_token() {
        assert!(!format!("{:?}", Request::new("hunter2", fixture::now())).contains("hunter2"));
    }
}
