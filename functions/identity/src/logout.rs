//! `POST /v1/auth/logout`: end the session of the token that is presented.

use crate::sessions::{Ending, end};
use pantheon_core::{Result, identity::Sessions};
use pantheon_lambda::http::{NoContent, Problem, Request};

/// Ends the caller's session; nothing happens if it is over already.
#[utoipa::path(
    post,
    path = "/v1/auth/logout",
    operation_id = "logout",
    tag = "auth",
    summary = "Sign out",
    description = "Ends the session of the access token. Its refresh token and its access tokens are worthless within two seconds. An API key has no session: revoke it instead. Takes no Idempotency-Key: ending a session twice is the same as ending it once.",
    responses(
        (status = 204, description = "The session is over."),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller has no session.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub async fn handle(sessions: &dyn Sessions, request: Request) -> Result<NoContent> {
    let caller = request.caller()?;
    let session = caller.session()?;
    let origin = request.command()?.origin;

    end(sessions, &caller.user, session, Ending::SignOut, &origin).await?;

    Ok(NoContent)
}

#[cfg(test)]
mod tests;
