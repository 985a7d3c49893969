//! What is asked, so that the same question gets the same answer whichever client asks.

use axum::http::request::Parts;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A request to AWS.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Everything about the request that its answer depends on.
    pub(crate) key: String,
    /// Whose credentials it bears; they tell the mock the account.
    pub(crate) account: String,
    /// The region of its signature.
    pub(crate) region: String,
    /// The service of its signature.
    pub(crate) service: String,
    /// The operation, or the method and the shape of the path where nothing names it.
    pub(crate) operation: String,
    /// How the service says that it refuses a call.
    pub(crate) protocol: Protocol,
}

/// What a service speaks, as far as refusals differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// AWS JSON 1.0 and 1.1.
    Json,
    /// Smithy RPC v2 CBOR.
    Cbor,
    /// The query protocol, and REST with XML.
    Xml,
}

impl Asked {
    /// Reads a request.
    pub(crate) fn of(parts: &Parts, body: &[u8]) -> Self {
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let [account, region, service] = scope(header("authorization")).unwrap_or(["-"; 3]);
        let target = header("x-amz-target");
        let path = parts.uri.path();
        let mut query: Vec<&str> = parts.uri.query().unwrap_or_default().split('&').collect();
        // `x-id` names the operation for people; only some clients send it.
        query.retain(|pair| !pair.is_empty() && !pair.starts_with("X-Amz-") && !pair.starts_with("x-id="));
        query.sort_unstable();
        let body = canonical(body, header("content-type"));

        let operation = if let Some((_, operation)) = target.rsplit_once('.') {
            operation.to_owned()
        } else if let Some(action) = body.split('&').find_map(|pair| pair.strip_prefix("Action=")) {
            action.to_owned()
        } else if let Some((_, operation)) = path.split_once("/operation/") {
            operation.to_owned()
        } else {
            format!("{} {}", parts.method, shape(service, path, &query))
        };
        let key = [parts.method.as_str(), path, &query.join("&"), target, account, region, service, &body].join(" ");
        Self {
            key,
            account: account.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            operation,
            protocol: match header("smithy-protocol") {
                "rpc-v2-cbor" => Protocol::Cbor,
                _ if target.is_empty() => Protocol::Xml,
                _ => Protocol::Json,
            },
        }
    }

    /// Returns a number that is the same for the same question.
    pub(crate) fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.key.hash(&mut hasher);
        hasher.finish()
    }
}

/// Reads access key, region and service from a signature of version 4.
fn scope(authorization: &str) -> Option<[&str; 3]> {
    let credential = authorization.split("Credential=").nth(1)?.split([',', ' ']).next()?;
    let parts: Vec<&str> = credential.split('/').collect();
    let [key, _, region, service, _] = parts[..] else { return None };
    Some([key, region, service])
}

/// Writes a body in one of the ways that mean the same.
fn canonical(body: &[u8], content_type: &str) -> String {
    if content_type.contains("json") {
        let Ok(value) = serde_json::from_slice::<Value>(body) else { return String::new() };
        return if value.as_object().is_some_and(serde_json::Map::is_empty) {
            String::new()
        } else {
            value.to_string()
        };
    }
    if content_type.contains("x-www-form-urlencoded") {
        let text = String::from_utf8_lossy(body);
        let mut pairs: Vec<&str> = text.split('&').collect();
        pairs.sort_unstable();
        return pairs.join("&");
    }
    STANDARD.encode(body)
}

/// Returns a path without what differs from resource to resource.
fn shape(service: &str, path: &str, query: &[&str]) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if service == "s3" {
        let level = ["service", "bucket", "object"][parts.len().min(2)];
        let what = query.first().and_then(|pair| pair.split('=').next()).unwrap_or_default();
        return format!("{level}?{what}");
    }
    let kept = parts.iter().enumerate().map(|(index, part)| if index == 2 { "{}" } else { part });
    format!("/{}", kept.take(4).collect::<Vec<_>>().join("/"))
}
