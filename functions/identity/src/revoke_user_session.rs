//! `DELETE /v1/users/{user_id}/sessions/{session_id}`: sign a user out somewhere.

use crate::{
    administration::Directory,
    sessions::{Ending, end},
};
use pantheon_core::{
    Error, Result,
    id::{SessionId, UserId},
    identity::Sessions,
    permission::Permission,
};
use pantheon_lambda::http::{NoContent, Problem, Request};

/// Calls a session of a user back: its tokens are worthless within two seconds. Nothing happens if it
/// is over already.
#[utoipa::path(
    delete, path = "/v1/users/{user_id}/sessions/{session_id}", operation_id = "revoke-user-session", tag = "users",
    params(
        ("user_id" = UserId, Path, description = "The user."),
        ("session_id" = SessionId, Path, description = "The session."),
    ),
    responses(
        (status = 204, description = "The session is over."),
        (status = 403, description = "The caller may not change users, or holds less than the user.", body = Problem),
        (status = 404, description = "The tenant has no such user, or the user no such session.", body = Problem),
    ),
    security(("bearer" = ["users:write"])),
)]
pub async fn handle(directory: Directory<'_>, sessions: &dyn Sessions, request: Request) -> Result<NoContent> {
    let caller = request.permit(Permission::UsersWrite)?;
    let (user, id): (UserId, SessionId) = (request.path("user_id")?, request.path("session_id")?);
    let origin = request.command()?.origin;

    directory.managed(caller, &user).await?;
    let known = end(sessions, &user, &id, Ending::Revocation, &origin).await?;

    if known { Ok(NoContent) } else { Err(Error::not_found("session", &id)) }
}

#[cfg(test)]
mod tests;
