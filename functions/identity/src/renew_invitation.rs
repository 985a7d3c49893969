//! `POST /v1/users/{user_id}/invitation`: give a user another way to choose a password.

use crate::{
    administration::{Decision, Directory, refuse_self},
    random,
    user_view::InvitedUserView,
};
use pantheon_core::{
    Result,
    command::Command,
    id::UserId,
    identity::{Invitation, InvitationToken, User, UserInvitationRenewed},
    permission::Permission,
};
use pantheon_lambda::http::{Json, Problem, Request};

/// Gives a user a new invitation, good once and for a week, in place of any other. For a user who is
/// active already it replaces a forgotten password.
#[utoipa::path(
    post, path = "/v1/users/{user_id}/invitation", operation_id = "renew-invitation", tag = "users",
    params(
        ("user_id" = UserId, Path, description = "The user."),
        ("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it makes no second invitation."),
    ),
    responses(
        (status = 200, description = "The user. Send them the invitation: it is shown this once, and `null` in the answer to a repeated request.", body = InvitedUserView),
        (status = 403, description = "The caller may not change users, holds less than the user, or is the user.", body = Problem),
        (status = 404, description = "The tenant has no such user.", body = Problem),
        (status = 409, description = "The user is disabled.", body = Problem),
    ),
    security(("bearer" = ["users:write"])),
)]
pub async fn handle(directory: Directory<'_>, request: Request) -> Result<Json<InvitedUserView>> {
    let caller = request.permit(Permission::UsersWrite)?;
    let id: UserId = request.path("user_id")?;
    let command = request.command()?;

    refuse_self(caller, &id, "nobody invites themselves; change your password instead")?;
    let token = InvitationToken::make(caller.tenant.clone(), id.clone(), random::bytes()?);
    directory.change(caller, &id, &command, |user, _| renew(user, &token, &command)).await
}

fn renew(user: &User, token: &InvitationToken, command: &Command) -> Result<Decision<Json<InvitedUserView>>> {
    let invited = user.invited_again(Invitation::of(token, command.origin.at))?;
    let view = InvitedUserView::of(&invited, token);
    let again = view.without_secret();
    let answer = Json::ok(view).etag(invited.version).replayed_as(again);
    let fact = UserInvitationRenewed { user_id: invited.id.clone() };
    let commit = command.commit(answer.recorded()).telling(&command.origin, &fact, invited.version);
    Ok(Decision::Change { user: Box::new(invited), commit, answer })
}

#[cfg(test)]
mod tests;
