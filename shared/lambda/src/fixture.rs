//! Payloads and contexts for the tests of the edge.

use crate::{Context, invocation::Invocation};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::id::TenantId;
use serde_json::{Value, json};

pub(crate) const TENANT: &str = "tnt_0195f6a0-7c1e-7d43-9a55-000000000001";
pub(crate) const USER: &str = "usr_0195f6a0-7c1e-7d43-9a55-000000000002";
pub(crate) const SESSION: &str = "ses_0195f6a0-7c1e-7d43-9a55-000000000003";

pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_251_600, 0).unwrap()
}

pub(crate) fn tenant() -> TenantId {
    TENANT.parse().unwrap()
}

pub(crate) fn context() -> Context {
    Context {
        request_id: "request-1".to_owned(),
        trace_id: "1-6a1f0000-1".to_owned(),
        function: "function-under-test".to_owned(),
        now: now(),
        deadline: now() + TimeDelta::seconds(30),
    }
}

/// A context that leaves a handler 50 milliseconds.
pub(crate) fn hurried() -> Context {
    Context { deadline: now() + TimeDelta::milliseconds(350), ..context() }
}

pub(crate) fn invocation(payload: &Value, context: Context) -> Invocation {
    Invocation::new(payload.to_string(), context)
}

pub(crate) fn authorized() -> Value {
    json!({ "tenant_id": TENANT, "user_id": USER, "credential": SESSION, "permissions": "accounts:read scans:read" })
}

/// The payload of a signed request.
pub(crate) fn http(method: &str, path: &str, headers: Value, body: Option<&str>) -> Value {
    let mut event = json!({
        "version": "2.0",
        "routeKey": format!("{method} {path}"),
        "rawPath": path,
        "rawQueryString": "",
        "requestContext": {
            "http": { "method": method, "path": path, "sourceIp": "192.0.2.10" },
            "authorizer": { "lambda": authorized() },
        },
        "body": body,
        "isBase64Encoded": false,
    });
    event["headers"] = headers;
    event
}
