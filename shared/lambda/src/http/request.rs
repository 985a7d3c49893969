//! A request, decoded once and taken apart by handlers.

use super::Cursors;
use crate::{Context, admission::RateLimit, caller, payload};
use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpRequestContextHttpDescription};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use lambda_http::{
    Body, RequestExt,
    http::{HeaderValue, header},
    request::RequestContext,
};
use pantheon_core::{
    Caller, Error, Result,
    command::{Claim, Command, Version},
    event::{Actor, Origin},
    id::CorrelationId,
    page::{PageRequest, PageSize, Position},
    permission::Permission,
};
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use std::str::FromStr;

/// The largest body that is taken, in bytes.
const LARGEST_BODY: usize = 1024 * 1024;

/// The query parameters that belong to paging, not to the question.
const PAGING: [&str; 2] = ["cursor", "page_size"];

/// A payload of API Gateway, format 2.0, of which only the shape is known to be right.
pub(crate) struct Received(ApiGatewayV2httpRequest);

impl Received {
    /// Reads a payload; fails with `internal`, as only a wrong deployment sends another shape.
    pub(crate) fn read(payload: &str) -> Result<Self> {
        payload::read(payload).map(Self)
    }

    /// Returns what the authorizer says is left of the caller's rate limits.
    pub(crate) fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.0.request_context.authorizer.as_ref()?.fields)
    }

    /// Decodes the request; fails as the authorizer would have if it marked it as refused.
    pub(crate) fn into_request(self, context: Context) -> Result<Request> {
        let mut event = self.0;
        let authorized = event.request_context.authorizer.take().map(|authorizer| authorizer.fields);
        let caller = authorized.map(|authorized| caller::read(&authorized)).transpose()?;
        let raw_query = event.raw_query_string.unwrap_or_default();
        let mut headers = event.headers;
        if let Ok(cookies) = HeaderValue::try_from(event.cookies.unwrap_or_default().join("; "))
            && !cookies.is_empty()
        {
            headers.insert(header::COOKIE, cookies);
        }
        for secret in [header::AUTHORIZATION, header::COOKIE] {
            if let Some(value) = headers.get_mut(secret) {
                value.set_sensitive(true);
            }
        }
        let body = decode(event.body.unwrap_or_default(), event.is_base64_encoded)?;
        let mut http = lambda_http::Request::new(Body::Binary(body))
            .with_raw_http_path(event.raw_path.unwrap_or_default())
            .with_path_parameters(event.path_parameters);
        *http.method_mut() = event.request_context.http.method.clone();
        *http.headers_mut() = headers;
        Ok(Request {
            route: event.route_key.unwrap_or_default(),
            query: form_urlencoded::parse(raw_query.as_bytes()).into_owned().collect(),
            http: http.with_request_context(RequestContext::ApiGatewayV2(event.request_context)),
            caller,
            claim: None,
            context,
        })
    }
}

/// A request to a route.
#[derive(Clone, Debug)]
pub struct Request {
    route: String,
    query: Vec<(String, String)>,
    http: lambda_http::Request,
    caller: Option<Caller>,
    claim: Option<Claim>,
    context: Context,
}

impl Request {
    /// Decodes a payload of API Gateway, format 2.0; fails as the authorizer would have if it
    /// marked the request as refused.
    pub fn from_event(payload: &str, context: Context) -> Result<Self> {
        Received::read(payload)?.into_request(context)
    }

    /// Returns who asks, or fails with `unauthenticated`.
    pub fn caller(&self) -> Result<&Caller> {
        self.caller.as_ref().ok_or_else(caller::stranger)
    }

    /// Returns who asks, or fails with `forbidden` if they lack the permission.
    pub fn permit(&self, permission: Permission) -> Result<&Caller> {
        let caller = self.caller()?;
        caller.require(permission)?;
        Ok(caller)
    }

    /// Returns when the request came.
    pub fn now(&self) -> DateTime<Utc> {
        self.context.now
    }

    /// Returns the address that the request came from.
    pub fn source_ip(&self) -> &str {
        self.gateway().and_then(|http| http.source_ip.as_deref()).unwrap_or_default()
    }

    /// Returns what the client calls itself, if it does.
    pub fn user_agent(&self) -> Option<&str> {
        self.gateway().and_then(|http| http.user_agent.as_deref()).filter(|name| !name.is_empty())
    }

    /// Returns a header; its name may be in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.http.headers().get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// Returns the value of a cookie, if the client sent it.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.header("cookie")?.split(';').filter_map(|cookie| cookie.trim().split_once('='));
        cookies.into_iter().find(|(sent, _)| *sent == name).map(|(_, value)| value)
    }

    /// Parses a part of the path; API Gateway has percent-decoded it.
    pub fn path<T: FromStr<Err = Error>>(&self, name: &str) -> Result<T> {
        let text = self.http.path_parameters_ref().and_then(|parameters| parameters.first(name));
        let text = text.filter(|text| !text.is_empty());
        text.ok_or_else(|| Error::internal(format!("the route has no path parameter {name}")))?.parse()
    }

    /// Parses a query parameter, if it was sent.
    pub fn query<T: FromStr<Err = Error>>(&self, name: &str) -> Result<Option<T>> {
        self.query_text(name)?.map(|text| text.parse().map_err(|error| at(name, error))).transpose()
    }

    /// Returns a query parameter as text, if it was sent; fails if it was sent twice.
    pub fn query_text(&self, name: &str) -> Result<Option<&str>> {
        let mut values = self.query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() { Err(Error::invalid(name, "must be sent at most once")) } else { Ok(first) }
    }

    /// Tells whether a query parameter is `true`; absent is `false`.
    pub fn query_flag(&self, name: &str) -> Result<bool> {
        match self.query_text(name)? {
            None | Some("false") => Ok(false),
            Some("true" | "") => Ok(true),
            Some(_) => Err(Error::invalid(name, "must be true or false")),
        }
    }

    /// Fails if a query parameter is neither in the list nor one of paging.
    pub fn known_queries(&self, names: &[&str]) -> Result<()> {
        let unknown = |name: &str| !names.contains(&name) && !PAGING.contains(&name);
        match self.query.iter().find(|(name, _)| unknown(name)) {
            Some((name, _)) => Err(Error::invalid(name, "is no parameter of this operation")),
            None => Ok(()),
        }
    }

    /// Reads the JSON object in the body; the wire type refuses unknown fields.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T> {
        let json = self.header("content-type").is_some_and(is_json);
        if !json {
            return Err(Error::invalid("content-type", "must be application/json"));
        }
        // A derived reader would take the members of an object out of a list as well.
        if self.bytes().trim_ascii_start().first() != Some(&b'{') {
            return Err(Error::invalid("", "must be a JSON object"));
        }
        let mut reader = serde_json::Deserializer::from_slice(self.bytes());
        let body = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| Error::invalid(pointer(error.path()), error.inner().to_string()))?;
        reader.end().map_err(|error| Error::invalid("", error.to_string()))?;
        Ok(body)
    }

    /// Returns the version that the caller has read, from the `If-Match` header.
    pub fn if_match(&self) -> Result<Version> {
        let tag = self.header("if-match").ok_or(Error::PreconditionRequired)?.trim();
        let version = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).and_then(|tag| tag.parse().ok());
        version.map(Version).ok_or_else(|| Error::invalid("if-match", "must be the ETag of the version that you read"))
    }

    /// Returns which page is wanted.
    pub fn page(&self, cursors: &Cursors) -> Result<PageRequest> {
        let size = match self.query_text("page_size")? {
            Some(text) => {
                PageSize::of(text.parse().map_err(|_| Error::invalid("page_size", "must be a whole number"))?)?
            }
            None => PageSize::DEFAULT,
        };
        let after = match self.query_text("cursor")? {
            Some(cursor) => Some(cursors.open(&self.caller()?.tenant, &self.question(), cursor)?),
            None => None,
        };
        Ok(PageRequest { size, after })
    }

    /// Returns why the change is made, and the claim on the idempotency key if the operation asks for one.
    pub fn command(&self) -> Result<Command> {
        let caller = self.caller()?;
        let origin = Origin {
            tenant: caller.tenant.clone(),
            actor: Actor::User { id: caller.user.clone() },
            correlation: CorrelationId::generate(self.now()),
            causation: None,
            at: self.now(),
        };
        tracing::info!(correlation_id = %origin.correlation, user_id = %caller.user, "a change was asked for");
        Ok(Command { origin, claim: self.claim.clone() })
    }

    /// Returns what the edge knows about the invocation.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Holds the claim that the edge made for this request.
    #[must_use]
    pub fn claimed(mut self, claim: Claim) -> Self {
        self.claim = Some(claim);
        self
    }

    /// Seals a position into a cursor of this request's query.
    pub fn cursor(&self, cursors: &Cursors, position: &Position) -> Result<String> {
        Ok(cursors.seal(&self.caller()?.tenant, &self.question(), position))
    }

    /// Returns the operation, as the method and the pattern of the path.
    pub(crate) fn operation(&self) -> &str {
        &self.route
    }

    /// Returns what is asked, whatever the page: method, path, and query in a fixed order.
    pub(crate) fn question(&self) -> String {
        let mut query: Vec<_> = self.query.iter().filter(|(name, _)| !PAGING.contains(&name.as_str())).collect();
        query.sort();
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        format!("{} {}?{query}", self.http.method(), self.http.raw_http_path())
    }

    /// Returns the body as it came.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.http.body()
    }

    /// Returns what API Gateway knows about the request.
    fn gateway(&self) -> Option<&ApiGatewayV2httpRequestContextHttpDescription> {
        match self.http.request_context_ref() {
            Some(RequestContext::ApiGatewayV2(context)) => Some(&context.http),
            _ => None,
        }
    }
}

fn decode(body: String, encoded: bool) -> Result<Vec<u8>> {
    let too_large = || Error::TooLarge { limit_bytes: LARGEST_BODY };
    // Four encoded bytes hold three, so what is longer than this cannot fit.
    if encoded && body.len() > LARGEST_BODY.div_ceil(3) * 4 {
        return Err(too_large());
    }
    let body = if encoded {
        STANDARD.decode(body).map_err(|_| Error::invalid("", "the body is not valid base64"))?
    } else {
        body.into_bytes()
    };
    if body.len() > LARGEST_BODY { Err(too_large()) } else { Ok(body) }
}

fn is_json(content_type: &str) -> bool {
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Says which parameter a value was wrong for, whatever its type calls itself.
fn at(name: &str, error: Error) -> Error {
    match error {
        Error::Invalid { violations } => {
            let violations = violations.into_iter().map(|mut violation| {
                name.clone_into(&mut violation.pointer);
                violation
            });
            Error::Invalid { violations: violations.collect() }
        }
        Error::NotFound { kind, .. } => Error::invalid(name, format!("must be the identifier of a {kind}")),
        other => other,
    }
}

/// Writes a path as a JSON pointer, RFC 6901.
pub(crate) fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        let segment = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.replace('~', "~0").replace('/', "~1"),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&segment);
    }
    pointer
}
