//! `DELETE /v1/auth/sessions/{session_id}`: sign out somewhere else.

use crate::sessions::{Ending, end};
use pantheon_core::{Error, Result, id::SessionId, identity::Sessions};
use pantheon_lambda::http::{NoContent, Problem, Request};

/// Calls one of the caller's sessions back; nothing happens if it is over already.
#[utoipa::path(
    delete,
    path = "/v1/auth/sessions/{session_id}",
    operation_id = "revoke-session",
    tag = "auth",
    summary = "Sign out somewhere else",
    description = "Ends one session of the caller, which may be the present one. Its tokens are worthless within two seconds. Takes no Idempotency-Key: ending a session twice is the same as ending it once.",
    params(("session_id" = SessionId, Path, description = "The session.")),
    responses(
        (status = 204, description = "The session is over."),
        (status = 403, description = "The caller has no session.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The caller has no such session.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub async fn handle(sessions: &dyn Sessions, request: Request) -> Result<NoContent> {
    let caller = request.caller()?;
    caller.session()?;
    let id: SessionId = request.path("session_id")?;
    let origin = request.command()?.origin;

    let known = end(sessions, &caller.user, &id, Ending::Revocation, &origin).await?;

    if known { Ok(NoContent) } else { Err(Error::not_found("session", &id)) }
}

#[cfg(test)]
mod tests;
