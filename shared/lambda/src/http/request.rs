//! A request, decoded once and taken apart by handlers.

use super::Cursors;
use crate::{Context, caller};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Error, Result,
    command::{Claim, Command, Version},
    event::{Actor, Origin},
    id::CorrelationId,
    page::{PageRequest, PageSize, Position},
    permission::Permission,
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use serde_path_to_error::Segment;
use std::{collections::BTreeMap, str::FromStr};

/// The largest body that is taken, in bytes.
const LARGEST_BODY: usize = 1024 * 1024;

/// The query parameters that belong to paging, not to the question.
const PAGING: [&str; 2] = ["cursor", "page_size"];

/// A request to a route.
#[derive(Clone, Debug)]
pub struct Request {
    route: String,
    method: String,
    path: String,
    parameters: BTreeMap<String, String>,
    query: Vec<(String, String)>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
    source_ip: String,
    caller: Option<Caller>,
    claim: Option<Claim>,
    context: Context,
}

impl Request {
    /// Decodes a payload of API Gateway, format 2.0.
    pub fn from_event(payload: &str, context: Context) -> Result<Self> {
        let event: Event = serde_json::from_str(payload).map_err(Error::internal)?;
        let body = decode(event.body.unwrap_or_default(), event.is_base64_encoded)?;
        let query = form_urlencoded::parse(event.raw_query_string.as_bytes()).into_owned().collect();
        let authorized = event.request_context.authorizer.and_then(|authorizer| authorizer.lambda);
        let mut parameters = event.path_parameters.unwrap_or_default();
        parameters.retain(|_, value| !value.is_empty());
        Ok(Self {
            route: event.route_key,
            method: event.request_context.http.method,
            path: event.raw_path,
            parameters,
            query,
            headers: event.headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect(),
            body,
            source_ip: event.request_context.http.source_ip,
            caller: authorized.map(|authorized| caller::read(&authorized)).transpose()?,
            claim: None,
            context,
        })
    }

    /// Returns who asks, or fails with `unauthenticated`.
    pub fn caller(&self) -> Result<&Caller> {
        self.caller.as_ref().ok_or(Error::Unauthenticated { reason: "sign in first" })
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
        &self.source_ip
    }

    /// Returns a header; its name may be in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(&name.to_ascii_lowercase()).map(String::as_str)
    }

    /// Parses a part of the path; API Gateway has percent-decoded it.
    pub fn path<T: FromStr<Err = Error>>(&self, name: &str) -> Result<T> {
        let text = self.parameters.get(name);
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

    /// Reads the JSON body; the wire type refuses unknown fields.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T> {
        let json = self.header("content-type").is_some_and(is_json);
        if !json {
            return Err(Error::invalid("content-type", "must be application/json"));
        }
        let mut reader = serde_json::Deserializer::from_slice(&self.body);
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
    pub(crate) fn cursor(&self, cursors: &Cursors, position: &Position) -> Result<String> {
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
        format!("{} {}?{query}", self.method, self.path)
    }

    /// Returns the body as it came.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.body
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

/// The payload of API Gateway, as far as it is used.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(default)]
    route_key: String,
    #[serde(default)]
    raw_path: String,
    #[serde(default)]
    raw_query_string: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    path_parameters: Option<BTreeMap<String, String>>,
    request_context: EventContext,
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

#[derive(Deserialize)]
struct EventContext {
    http: EventHttp,
    authorizer: Option<EventAuthorizer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EventHttp {
    method: String,
    #[serde(default)]
    source_ip: String,
}

#[derive(Deserialize)]
struct EventAuthorizer {
    lambda: Option<Map<String, Value>>,
}
