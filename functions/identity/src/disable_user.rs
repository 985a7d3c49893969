//! `POST /v1/users/{user_id}/disable`: shut a user out.

use crate::{
    administration::{Decision, Directory, refuse_self},
    user_view::UserView,
};
use pantheon_core::{
    Result,
    id::UserId,
    identity::{User, UserDisabled},
    permission::Permission,
};
use pantheon_lambda::http::{Json, Problem, Request};

/// Shuts a user out: every session ends, every API key and open invitation is worth nothing, within
/// two seconds. Nothing happens to a user who is disabled already.
#[utoipa::path(
    post, path = "/v1/users/{user_id}/disable", operation_id = "disable-user", tag = "users",
    params(
        ("user_id" = UserId, Path, description = "The user."),
        ("Idempotency-Key" = String, Header, description = "Names this request; a repeated one is told what the first was told."),
    ),
    responses(
        (status = 200, description = "The user, disabled.", body = UserView),
        (status = 403, description = "The caller may not change users, holds less than the user, or is the user.", body = Problem),
        (status = 404, description = "The tenant has no such user.", body = Problem),
        (status = 409, description = "The user is the last administrator of the tenant.", body = Problem),
    ),
    security(("bearer" = ["users:write"])),
)]
pub async fn handle(directory: Directory<'_>, request: Request) -> Result<Json<UserView>> {
    let caller = request.permit(Permission::UsersWrite)?;
    let id: UserId = request.path("user_id")?;
    let command = request.command()?;

    refuse_self(caller, &id, "nobody disables themselves; ask another administrator")?;
    let decide = |user: &User, _: &_| {
        let Some(disabled) = user.disabled(command.origin.at) else { return Ok(Decision::Same(answer(user))) };
        let answer = answer(&disabled);
        let fact = UserDisabled { user_id: disabled.id.clone() };
        let commit = command.commit(answer.recorded()).telling(&command.origin, &fact, disabled.version);
        Ok(Decision::Change { user: Box::new(disabled), commit, answer })
    };
    directory.change(caller, &id, &command, decide).await
}

fn answer(user: &User) -> Json<UserView> {
    Json::ok(UserView::of(user)).etag(user.version)
}

#[cfg(test)]
mod tests;
