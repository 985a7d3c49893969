//! The one error type of the platform.
//!
//! `Display` is safe to show to a caller: it never contains its source. The source is logged once,
//! at the edge, as a whole chain.

use crate::permission::Permission;
use std::{error::Error as StdError, time::Duration};

/// The result of everything that can fail in Pantheon.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A cause that is logged but never shown.
pub type Source = Box<dyn StdError + Send + Sync>;

/// Everything that can go wrong, in the words of the caller.
///
/// The enum is deliberately exhaustive: a new variant must break every mapping of it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The thing does not exist, or the caller may not know that it does.
    #[error("there is no {kind} {id}")]
    NotFound {
        /// What was looked for, in the words of the API.
        kind: &'static str,
        /// The identifier that was asked for.
        id: String,
    },
    /// The request breaks the contract of the operation.
    #[error("{}", violations.first().map_or("the request is not valid", |first| first.detail.as_str()))]
    Invalid {
        /// Each broken rule and where it was broken.
        violations: Vec<Violation>,
    },
    /// The caller could not be identified.
    #[error("{reason}")]
    Unauthenticated {
        /// What the caller should do about it.
        reason: &'static str,
    },
    /// The password was right, and the user has a second factor.
    #[error("send the code of your authenticator, or a recovery code, as totp_code")]
    SecondFactorRequired,
    /// The caller is known and no permission would help.
    #[error("{reason}")]
    Refused {
        /// Why, and who could do it.
        reason: &'static str,
    },
    /// The caller is known and lacks a permission.
    #[error("this needs the permission {permission}")]
    Forbidden {
        /// The permission that is missing.
        permission: Permission,
    },
    /// The state of the thing does not allow the operation.
    #[error("{reason}")]
    Conflict {
        /// Why, and what would help.
        reason: String,
    },
    /// The operation needs an `If-Match` header.
    #[error("send the If-Match header with the ETag of the version that you read")]
    PreconditionRequired,
    /// The thing has changed since the caller read it.
    #[error("the {kind} has changed since you read it; read it again")]
    PreconditionFailed {
        /// What has changed.
        kind: &'static str,
    },
    /// The operation needs an `Idempotency-Key` header.
    #[error("send an Idempotency-Key header of 1 to 128 visible characters")]
    IdempotencyKeyMissing,
    /// The idempotency key was used before with another request.
    #[error("this Idempotency-Key was used for a different request")]
    IdempotencyKeyReused,
    /// The first request with this idempotency key has not finished.
    #[error("the first request with this Idempotency-Key is still running")]
    IdempotencyKeyRunning,
    /// The request is larger than the operation takes.
    #[error("the request is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The largest body that is taken, in bytes.
        limit_bytes: usize,
    },
    /// The caller has used up a quota.
    #[error("too many requests; try again later")]
    QuotaExceeded {
        /// How long to wait before the next attempt.
        retry_after: Duration,
    },
    /// Something that Pantheon depends on does not answer, for now.
    #[error("{service} is unavailable; try again later")]
    Unavailable {
        /// The dependency, in words that are safe to show.
        service: &'static str,
        /// What it said.
        #[source]
        source: Source,
    },
    /// A defect of Pantheon or of its deployment.
    #[error("something went wrong on our side")]
    Internal {
        /// What happened.
        #[source]
        source: Source,
    },
}

/// One broken rule of a request.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Violation {
    /// JSON pointer into the body, or the name of the header, path or query parameter.
    pub pointer: String,
    /// The rule, as a sentence without a full stop.
    pub detail: String,
}

impl Error {
    /// Says that there is no `kind` with this identifier.
    #[expect(clippy::needless_pass_by_value, reason = "callers pass what they have, text or identifier")]
    pub fn not_found(kind: &'static str, id: impl ToString) -> Self {
        Self::NotFound { kind, id: id.to_string() }
    }

    /// Says that one part of the request breaks a rule.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Invalid { violations: vec![Violation { pointer: pointer.into(), detail: detail.into() }] }
    }

    /// Says that the state of the thing forbids the operation.
    pub fn conflict(reason: impl Into<String>) -> Self {
        Self::Conflict { reason: reason.into() }
    }

    /// Wraps a failure of a dependency that may pass.
    pub fn unavailable(service: &'static str, source: impl Into<Source>) -> Self {
        Self::Unavailable { service, source: source.into() }
    }

    /// Wraps a failure that only a change of code or deployment can mend.
    pub fn internal(source: impl Into<Source>) -> Self {
        Self::Internal { source: source.into() }
    }

    /// Tells whether the same operation may succeed if it is tried again unchanged.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Unavailable { .. } | Self::QuotaExceeded { .. } | Self::IdempotencyKeyRunning => true,
            Self::NotFound { .. }
            | Self::Invalid { .. }
            | Self::Unauthenticated { .. }
            | Self::SecondFactorRequired
            | Self::Refused { .. }
            | Self::Forbidden { .. }
            | Self::Conflict { .. }
            | Self::PreconditionRequired
            | Self::PreconditionFailed { .. }
            | Self::IdempotencyKeyMissing
            | Self::IdempotencyKeyReused
            | Self::TooLarge { .. }
            | Self::Internal { .. } => false,
        }
    }
}
