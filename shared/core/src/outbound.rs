//! The way out: requests to hosts that are neither ours nor AWS's.
//!
//! Tenants name such hosts, so whoever implements the port guards against being led back inside.

use crate::{Error, Result};
use async_trait::async_trait;
use secrecy::SecretString;
use serde::de::DeserializeOwned;

/// Sends requests to other people's hosts.
#[async_trait]
pub trait Outbound: Send + Sync {
    /// Sends a request and returns the answer, whatever its status.
    ///
    /// Fails with `invalid` if the URL is none that we go to, and with `unavailable` if the host
    /// does not answer in time, or too much.
    async fn send(&self, request: Request) -> Result<Answer>;
}

/// A request to somebody else's host; `Debug` hides the values of headers and the body.
#[derive(Clone, Debug)]
pub struct Request {
    /// Whom it is sent to, in words that are safe to show.
    pub service: &'static str,
    /// The absolute URL, which holds no secret.
    pub url: String,
    /// The headers, by names in lower case.
    pub headers: Vec<(&'static str, SecretString)>,
    /// The body of a `POST`; a request without one is a `GET`.
    pub body: Option<SecretString>,
}

impl Request {
    /// Asks for a JSON document.
    pub fn get(service: &'static str, url: impl Into<String>) -> Self {
        Self { service, url: url.into(), headers: Vec::new(), body: None }.with("accept", "application/json".into())
    }

    /// Posts a body.
    pub fn post(service: &'static str, url: impl Into<String>, body: SecretString) -> Self {
        Self { service, url: url.into(), headers: Vec::new(), body: Some(body) }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: SecretString) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// What somebody else's host answered; `Debug` hides the body, which may hold tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What the body is, if the host said so.
    pub content_type: Option<String>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads a successful answer as JSON; anything else makes `service` unavailable.
    pub fn json<T: DeserializeOwned>(&self, service: &'static str) -> Result<T> {
        if !(200..300).contains(&self.status) {
            return Err(Error::unavailable(service, format!("it answered {}", self.status)));
        }
        serde_json::from_slice(&self.body).map_err(|error| Error::unavailable(service, error))
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { status, content_type, body: _ } = self;
        let mut text = formatter.debug_struct("Answer");
        text.field("status", status).field("content_type", content_type).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, content_type: None, body: body.as_bytes().to_vec() }
    }

    #[test]
    fn reads_only_successful_json() {
        assert_eq!(answer(200, "{}").json::<Value>("it").unwrap(), serde_json::json!({}));
        for bad in [answer(404, "{}"), answer(302, "{}"), answer(200, "<html>"), answer(200, "")] {
            assert!(matches!(bad.json::<Value>("it"), Err(Error::Unavailable { service: "it", .. })), "{bad:?}");
        }
    }

    #[test]
    fn shows_nothing_secret_in_logs() {
        let request = Request::post("it", "https://a", "code=hush".into()).with("authorization", "hush".into());

        assert!(!format!("{request:?}").contains("hush"));
        assert!(!format!("{:?}", answer(200, "hush")).contains("hush"));
    }
}
