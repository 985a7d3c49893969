//! `DELETE /v1/users/{user_id}/totp`: take away an authenticator that its user has lost.

use crate::administration::{Decision, Directory, refuse_self};
use pantheon_core::{
    Result,
    command::Commit,
    id::UserId,
    identity::{User, UserSecondFactorRemoved},
    permission::Permission,
};
use pantheon_lambda::http::{NoContent, Problem, Request};

/// Takes the authenticator and the recovery codes of a user away; a password alone signs in from now
/// on. Nothing happens where there is none.
#[utoipa::path(
    delete, path = "/v1/users/{user_id}/totp", operation_id = "reset-user-totp", tag = "users",
    params(("user_id" = UserId, Path, description = "The user.")),
    responses(
        (status = 204, description = "The user has no authenticator any more."),
        (status = 403, description = "The caller may not change users, holds less than the user, or is the user.", body = Problem),
        (status = 404, description = "The tenant has no such user.", body = Problem),
    ),
    security(("bearer" = ["users:write"])),
)]
pub async fn handle(directory: Directory<'_>, request: Request) -> Result<NoContent> {
    let caller = request.permit(Permission::UsersWrite)?;
    let id: UserId = request.path("user_id")?;
    let command = request.command()?;

    refuse_self(caller, &id, "remove your own authenticator with DELETE /v1/auth/totp")?;
    let decide = |user: &User, _: &_| {
        if user.second_factor.is_none() {
            return Ok(Decision::Same(NoContent));
        }
        let changed = user.with_second_factor(None);
        let fact = UserSecondFactorRemoved { user_id: user.id.clone() };
        let commit = Commit::unasked().telling(&command.origin, &fact, changed.version);
        Ok(Decision::Change { user: Box::new(changed), commit, answer: NoContent })
    };
    directory.change(caller, &id, &command, decide).await
}

#[cfg(test)]
mod tests;
