//! The sample events in `events/`, one for each function.

use crate::now;
use chrono::TimeDelta;
use pantheon_lambda::{Context, http, socket};
use std::path::Path;

/// Returns the sample event of a function as JSON text, such as that of `accounts/get-account`.
///
/// # Panics
///
/// When there is no such file.
pub fn load_event(function: &str) -> String {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../events")).join(function).with_extension("json");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{function} has no sample event: {error}"))
}

/// Decodes the sample event of a route as the edge does.
///
/// # Panics
///
/// When the file is missing, or the edge refuses it.
pub fn load_request(function: &str) -> http::Request {
    http::Request::from_event(&load_event(function), context())
        .unwrap_or_else(|error| panic!("the edge refuses the sample event of {function}: {error:?}"))
}

/// Decodes the sample event of a WebSocket route as the edge does.
///
/// # Panics
///
/// When the file is missing, or the edge refuses it.
pub fn load_frame(function: &str) -> socket::Request {
    socket::Request::from_event(&load_event(function), context())
        .unwrap_or_else(|error| panic!("the edge refuses the sample event of {function}: {error:?}"))
}

/// Returns what the edge knows about an invocation that has 30 seconds.
pub fn context() -> Context {
    Context {
        request_id: "request-1".to_owned(),
        trace_id: "1-6a1f0000-000000000000000000000001".to_owned(),
        function: "function-under-test".to_owned(),
        now: now(),
        deadline: now() + TimeDelta::seconds(30),
    }
}
