//! What a client is told when something goes wrong: RFC 9457.

use super::Answer;
use crate::Context;
use pantheon_core::{Error, error::Violation};
use serde::Serialize;
use std::time::Duration;

/// A problem document, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Names the kind of problem, as a URN that ends with the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem in words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong this time.
    pub detail: String,
    /// Identifies the request; quote it when you ask for help.
    pub instance: String,
    /// Names the kind of problem; programs should decide by this.
    pub code: &'static str,
    /// Identifies the trace that the request belongs to.
    pub trace_id: String,
    /// Each broken rule, if the request was not valid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Violation>,
}

impl Problem {
    /// Describes an error without its causes.
    pub fn of(error: &Error, context: &Context) -> Self {
        let (status, code, title) = kind(error);
        Self {
            kind: format!("urn:pantheon:problem:{code}"),
            title,
            status,
            detail: detail(error),
            instance: context.request_id.clone(),
            code,
            trace_id: context.trace_id.clone(),
            errors: if let Error::Invalid { violations } = error { violations.clone() } else { Vec::new() },
        }
    }
}

/// Returns the name of the kind of problem, the same on every transport.
pub(crate) fn code(error: &Error) -> &'static str {
    kind(error).1
}

/// Returns the HTTP status of an error.
pub(crate) fn status(error: &Error) -> u16 {
    kind(error).0
}

/// Returns what may be said about an error, in one sentence.
pub(crate) fn detail(error: &Error) -> String {
    match error {
        Error::Invalid { .. } => "the request is not valid".to_owned(),
        other => other.to_string(),
    }
}

/// Answers with the problem that an error is.
pub(crate) fn answer(error: &Error, context: &Context) -> Answer {
    let problem = Problem::of(error, context);
    let answer = Answer::json(problem.status, &problem).with("content-type", "application/problem+json");
    match error {
        Error::Unauthenticated { .. } | Error::SecondFactorRequired => answer.with("www-authenticate", "Bearer"),
        Error::QuotaExceeded { retry_after } => retry_after_seconds(answer, *retry_after),
        Error::Unavailable { .. } => retry_after_seconds(answer, Duration::from_secs(2)),
        Error::IdempotencyKeyRunning => retry_after_seconds(answer, Duration::from_secs(1)),
        Error::NotFound { .. }
        | Error::Invalid { .. }
        | Error::Refused { .. }
        | Error::Forbidden { .. }
        | Error::Conflict { .. }
        | Error::PreconditionRequired
        | Error::PreconditionFailed { .. }
        | Error::IdempotencyKeyMissing
        | Error::IdempotencyKeyReused
        | Error::TooLarge { .. }
        | Error::Internal { .. } => answer,
    }
}

fn retry_after_seconds(answer: Answer, wait: Duration) -> Answer {
    answer.with("retry-after", wait.as_millis().div_ceil(1000).max(1).to_string())
}

fn kind(error: &Error) -> (u16, &'static str, &'static str) {
    match error {
        Error::NotFound { .. } => (404, "not_found", "Not found"),
        Error::Invalid { .. } => (400, "invalid", "The request is not valid"),
        Error::Unauthenticated { .. } => (401, "unauthenticated", "Not signed in"),
        Error::SecondFactorRequired => (401, "second_factor_required", "A second factor is needed"),
        Error::Refused { .. } | Error::Forbidden { .. } => (403, "forbidden", "Not permitted"),
        Error::Conflict { .. } => (409, "conflict", "In conflict with the present state"),
        Error::PreconditionRequired => (428, "precondition_required", "If-Match is missing"),
        Error::PreconditionFailed { .. } => (412, "precondition_failed", "Changed in the meantime"),
        Error::IdempotencyKeyMissing => (400, "idempotency_key_missing", "Idempotency-Key is missing"),
        Error::IdempotencyKeyReused => (422, "idempotency_key_reused", "Idempotency-Key was used before"),
        Error::IdempotencyKeyRunning => (409, "idempotency_key_running", "The first request is still running"),
        Error::TooLarge { .. } => (413, "too_large", "The request is too large"),
        Error::QuotaExceeded { .. } => (429, "quota_exceeded", "Too many requests"),
        Error::Unavailable { .. } => (503, "unavailable", "Unavailable for now"),
        Error::Internal { .. } => (500, "internal", "Internal error"),
    }
}
