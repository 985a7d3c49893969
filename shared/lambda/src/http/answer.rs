//! What a handler answers with.

use super::{Cookie, Cursors, Request, bulk::Packed, problem};
use crate::Context;
use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use lambda_http::{
    Body,
    http::{HeaderName, HeaderValue},
};
use pantheon_core::{Error, Result, command::Version, page::Page};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A status, headers, cookies and a JSON body.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    cookies: Vec<Cookie>,
    body: Option<Value>,
    packed: Option<Packed>,
}

/// What every answer carries, so that a browser neither guesses, frames, caches nor leaks it.
const SECURITY: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
];

impl Answer {
    /// Answers with a JSON body; a body that cannot be written is a defect, and answered as one.
    pub(crate) fn json(status: u16, body: &impl Serialize) -> Self {
        match serde_json::to_value(body) {
            Ok(body) => Self { body: Some(body), ..Self::empty(status) }.with("content-type", "application/json"),
            Err(error) => {
                let error = Error::internal(error);
                crate::log::failure(&error, "the answer could not be written");
                Self::empty(problem::status(&error))
            }
        }
    }

    /// Answers without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: BTreeMap::new(), cookies: Vec::new(), body: None, packed: None }
    }

    /// Answers with a body that is written already.
    pub(crate) fn packed(status: u16, body: Packed) -> Self {
        Self { packed: Some(body), ..Self::empty(status) }
    }

    /// Sets cookies in the browser.
    #[must_use]
    pub(crate) fn setting(mut self, cookies: impl IntoIterator<Item = Cookie>) -> Self {
        self.cookies.extend(cookies);
        self
    }

    /// Sets a header; its name is in lower case.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.insert(name.to_owned(), value.into());
        self
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Returns a header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Returns the cookies that are set in the browser.
    pub fn cookies(&self) -> &[Cookie] {
        &self.cookies
    }

    /// Returns the body, if there is one; that of a [`super::Bulk`] answer is not looked at again.
    pub fn body(&self) -> Option<&Value> {
        self.body.as_ref()
    }

    /// Writes the answer down without its cookies, to be given again to a repeated request.
    pub(crate) fn recorded(&self) -> Value {
        json!({ "status": self.status, "headers": self.headers, "body": self.body })
    }

    /// Reads back what [`Self::recorded`] wrote.
    pub(crate) fn replayed(recorded: &Value) -> Result<Self> {
        let status = recorded["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        let status = status.ok_or_else(|| Error::internal("a recorded answer has no status"))?;
        let headers = serde_json::from_value(recorded["headers"].clone()).map_err(Error::internal)?;
        let body = recorded.get("body").filter(|body| !body.is_null()).cloned();
        Ok(Self { headers, body, ..Self::empty(status) }.with("idempotency-replayed", "true"))
    }

    /// Answers 304 without a body when the client already holds this version.
    #[must_use]
    pub(crate) fn unless_known(self, if_none_match: Option<&str>) -> Self {
        let known = |tags: &str, own: &str| {
            tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == own)
        };
        match (if_none_match, self.header("etag")) {
            (Some(tags), Some(own)) if self.status == 200 && known(tags, own) => {
                let mut headers = self.headers;
                headers.remove("content-type");
                Self { headers, ..Self::empty(304) }
            }
            _ => self,
        }
    }

    /// Writes the answer in the words of API Gateway; fails on a header that HTTP does not allow.
    pub(crate) fn into_payload(self, context: &Context) -> Result<Value> {
        let mut response = ApiGatewayV2httpResponse::default();
        response.status_code = i64::from(self.status);
        let security = SECURITY.iter().map(|(name, value)| (*name, *value));
        let own = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in security.chain([("x-request-id", context.request_id.as_str())]).chain(own) {
            let name = HeaderName::try_from(name).map_err(Error::internal)?;
            response.headers.insert(name, HeaderValue::try_from(value).map_err(Error::internal)?);
        }
        response.cookies = self.cookies.iter().map(ToString::to_string).collect();
        response.is_base64_encoded = matches!(self.packed, Some(Packed::Gzip(_)));
        response.body = Some(match self.packed {
            Some(Packed::Text(text)) => Body::Text(text),
            Some(Packed::Gzip(bytes)) => Body::Binary(bytes),
            None => Body::Text(self.body.map(|body| body.to_string()).unwrap_or_default()),
        });
        serde_json::to_value(response).map_err(Error::internal)
    }
}

/// A JSON answer.
///
/// What a command answers is kept for a day, to be given again to a repeated request. A command
/// that shows a secret must not have it kept, so it names a body without the secret for repeats:
///
/// ```ignore
/// let answer = Json::created(path, view.clone()).replayed_as(ApiKeyView { secret: None, ..view });
/// keys.insert(&key, command.commit(answer.recorded())).await?;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Json<T> {
    /// The body.
    pub body: T,
    replay: Option<T>,
    status: u16,
    headers: BTreeMap<String, String>,
}

impl<T: Serialize> Json<T> {
    /// Answers 200.
    pub fn ok(body: T) -> Self {
        Self { body, replay: None, status: 200, headers: BTreeMap::new() }
    }

    /// Answers 201; `location` is the path of what was made.
    pub fn created(location: impl Into<String>, body: T) -> Self {
        Self { status: 201, ..Self::ok(body) }.header("location", location)
    }

    /// Answers 202; `location` is the path of the job that was begun.
    pub fn accepted(location: impl Into<String>, body: T) -> Self {
        Self { status: 202, ..Self::ok(body) }.header("location", location)
    }

    /// Answers a repeated request with this body instead, as one that shows no secret.
    #[must_use]
    pub fn replayed_as(self, replay: T) -> Self {
        Self { replay: Some(replay), ..self }
    }

    /// Adds the version as an `ETag`, to be sent back in `If-Match`.
    #[must_use]
    pub fn etag(self, version: Version) -> Self {
        self.header("etag", format!("\"{}\"", version.0))
    }

    /// Sets a header; its name is in lower case.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.insert(name.to_owned(), value.into());
        self
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Writes down the answer to a repeated request, which is this one unless
    /// [`Self::replayed_as`] says otherwise.
    pub fn recorded(&self) -> Value {
        self.answer(self.replay.as_ref().unwrap_or(&self.body)).recorded()
    }

    fn answer(&self, body: &T) -> Answer {
        let mut answer = Answer::json(self.status, body);
        answer.headers.extend(self.headers.clone());
        answer
    }
}

impl<T: Serialize> From<Json<T>> for Answer {
    fn from(json: Json<T>) -> Self {
        json.answer(&json.body)
    }
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Listing<T> {
    /// The items, in the order of the list.
    pub items: Vec<T>,
    /// Send it as `cursor` to get what follows; `null` if nothing does.
    pub next_cursor: Option<String>,
}

impl<T: Serialize> Json<Listing<T>> {
    /// Answers 200 with a page and the cursor of the next one.
    pub fn page(request: &Request, cursors: &Cursors, page: Page<T>) -> Result<Self> {
        let Page { items, next } = page;
        let next_cursor = next.map(|next| request.cursor(cursors, &next)).transpose()?;
        Ok(Self::ok(Listing { items, next_cursor }))
    }
}

/// An answer without a body, 204.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl NoContent {
    /// Writes the answer down, to be given again to a repeated request.
    pub fn recorded(&self) -> Value {
        Answer::empty(204).recorded()
    }
}

impl From<NoContent> for Answer {
    fn from(_: NoContent) -> Self {
        Self::empty(204)
    }
}
