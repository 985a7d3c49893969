//! `POST /v1/auth/logout`: end the session of the token that is presented.

use pantheon_core::{
    Caller, Error, Result,
    command::Commit,
    event::Origin,
    identity::{SessionEnded, Sessions},
};
use pantheon_lambda::http::{NoContent, Problem, Request};

/// How often the session is read anew because it changed under the decision.
const ATTEMPTS: usize = 4;

/// Ends the caller's session; nothing happens if it is over already.
#[utoipa::path(
    post,
    path = "/v1/auth/logout",
    operation_id = "logout",
    tag = "auth",
    summary = "Sign out",
    description = "Ends the session of the access token. Its refresh token is worthless at once, its access tokens within five seconds. Takes no Idempotency-Key: ending a session twice is the same as ending it once.",
    responses(
        (status = 204, description = "The session is over."),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn handle(sessions: &dyn Sessions, request: Request) -> Result<NoContent> {
    let caller = request.caller()?;
    let origin = request.command()?.origin;

    for _ in 0..ATTEMPTS {
        match end(sessions, caller, &origin).await {
            // The session was refreshed in the meantime.
            Err(Error::PreconditionFailed { .. }) => {}
            ended => return ended.map(|()| NoContent),
        }
    }
    Err(Error::unavailable("the session", "it kept changing"))
}

async fn end(sessions: &dyn Sessions, caller: &Caller, origin: &Origin) -> Result<()> {
    let found = sessions.session(&caller.tenant, &caller.user, &caller.session).await?;
    match found.and_then(|session| session.end(origin.at)) {
        Some(ended) => {
            let commit = Commit::unasked().telling(origin, &SessionEnded::of(&ended), ended.version);
            sessions.save(&ended, commit).await
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
