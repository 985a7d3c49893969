//! Frames for the tests of this package: the sample events, and others on the same socket.

use pantheon_core::permission::Permission;
use pantheon_lambda::socket::Request;
use pantheon_testing::{caller, frame, load_frame};
use serde_json::Value;

/// The socket of the sample events.
const SOCKET: &str = "L0SM9cOFvHcCIhw=";

/// Decodes the sample event of a function.
pub(crate) fn sample(function: &str) -> Request {
    load_frame(&format!("realtime/{function}"))
}

/// Makes a frame with this text, from an owner who may see scans.
pub(crate) fn text(text: &str) -> Request {
    frame("any").connection(SOCKET).called_by(&caller(&[Permission::ScansRead])).raw_body(text).build()
}

/// Makes a frame with this body, from an owner who may see scans.
pub(crate) fn json(body: &Value) -> Request {
    text(&body.to_string())
}

/// Makes a frame of somebody whom no authorizer has seen.
pub(crate) fn of_nobody() -> Request {
    frame("any").connection(SOCKET).build()
}
