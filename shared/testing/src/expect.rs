//! What tests say about results.

use crate::event::context;
use pantheon_core::{Error, Result};
use pantheon_lambda::http::Problem;
use std::fmt::Debug;

/// Returns the code that a client would be told, such as `not_found`.
///
/// # Panics
///
/// When the result is no error.
#[track_caller]
pub fn code<T: Debug>(result: Result<T>) -> &'static str {
    match result {
        Ok(value) => panic!("this was to be refused, and was not: {value:?}"),
        Err(error) => Problem::of(&error, &context()).code,
    }
}

/// Returns where a request was not valid: JSON pointers, or names of parameters and headers.
///
/// # Panics
///
/// When the result is anything but `invalid`.
#[track_caller]
pub fn violations<T: Debug>(result: Result<T>) -> Vec<String> {
    match result {
        Err(Error::Invalid { violations }) => violations.into_iter().map(|violation| violation.pointer).collect(),
        other => panic!("this was to be invalid, and was not: {other:?}"),
    }
}

/// Returns the problem document that a client would be sent for an error.
pub fn problem(error: &Error) -> serde_json::Value {
    serde_json::json!(Problem::of(error, &context()))
}
