//! `POST /v1/users/{user_id}/enable`: let a disabled user in again.

use crate::{
    administration::{Decision, Directory, refuse_self},
    user_view::UserView,
};
use pantheon_core::{
    Result,
    id::UserId,
    identity::{User, UserEnabled},
    permission::Permission,
};
use pantheon_lambda::http::{Json, Problem, Request};

/// Lets a disabled user in again, who has to sign in anew; their API keys are good again. Nothing
/// happens to a user who is not disabled. One who never accepted an invitation needs a new one.
#[utoipa::path(
    post, path = "/v1/users/{user_id}/enable", operation_id = "enable-user", tag = "users",
    params(
        ("user_id" = UserId, Path, description = "The user."),
        ("Idempotency-Key" = String, Header, description = "Names this request; a repeated one is told what the first was told."),
    ),
    responses(
        (status = 200, description = "The user, enabled.", body = UserView),
        (status = 403, description = "The caller may not change users, holds less than the user, or is the user.", body = Problem),
        (status = 404, description = "The tenant has no such user.", body = Problem),
        (status = 409, description = "The request is still running.", body = Problem),
    ),
    security(("bearer" = ["users:write"])),
)]
pub async fn handle(directory: Directory<'_>, request: Request) -> Result<Json<UserView>> {
    let caller = request.permit(Permission::UsersWrite)?;
    let id: UserId = request.path("user_id")?;
    let command = request.command()?;

    refuse_self(caller, &id, "nobody enables themselves; ask another administrator")?;
    let decide = |user: &User, _: &_| {
        let Some(enabled) = user.enabled() else { return Ok(Decision::Same(answer(user))) };
        let answer = answer(&enabled);
        let fact = UserEnabled { user_id: enabled.id.clone() };
        let commit = command.commit(answer.recorded()).telling(&command.origin, &fact, enabled.version);
        Ok(Decision::Change { user: Box::new(enabled), commit, answer })
    };
    directory.change(caller, &id, &command, decide).await
}

fn answer(user: &User) -> Json<UserView> {
    Json::ok(UserView::of(user)).etag(user.version)
}

#[cfg(test)]
mod tests;
