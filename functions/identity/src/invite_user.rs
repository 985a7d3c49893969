//! `POST /v1/users`: invite a user.

use crate::{
    administration::{Directory, parsed},
    random,
    user_view::InvitedUserView,
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    id::{TenantId, UserId},
    identity::{Email, Invitation, InvitationToken, RoleName, User, UserInvited},
    permission::Permission,
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Whom to invite.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitee {
    /// The address that the user will sign in with, unlike that of any other user of the platform.
    #[schema(format = Email, max_length = 254, example = "ada@example.com")]
    pub email: String,
    /// The roles of the user, none of which may permit what the caller may not do; a user without
    /// any may do nothing.
    pub roles: Vec<RoleName>,
}

/// Makes a user who chooses a password with the invitation, within a week.
#[utoipa::path(
    post, path = "/v1/users", operation_id = "invite-user", tag = "users",
    params(("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it invites nobody else.")),
    request_body = Invitee,
    responses(
        (status = 201, description = "The user. Send them the invitation: it is shown this once, and `null` in the answer to a repeated request.", body = InvitedUserView),
        (status = 400, description = "The address is none, or there is no such role.", body = Problem),
        (status = 403, description = "The caller may not invite users, or holds less than the roles permit.", body = Problem),
        (status = 409, description = "The address belongs to another user of the platform.", body = Problem),
    ),
    security(("bearer" = ["users:write"])),
)]
pub async fn handle(directory: Directory<'_>, request: Request) -> Result<Json<InvitedUserView>> {
    let caller = request.permit(Permission::UsersWrite)?;
    let Invitee { email, roles } = request.body()?;
    let command = request.command()?;

    let (email, roles) = (parsed("/email", &email)?, roles.into_iter().collect());
    directory.roles.role_book(&caller.tenant).await?.may_be_given(&roles, caller)?;
    let (user, token) = invited(caller.tenant.clone(), email, roles, command.origin.at)?;

    let view = InvitedUserView::of(&user, &token);
    let again = view.without_secret();
    let answer = Json::created(format!("/v1/users/{}", user.id), view).etag(user.version).replayed_as(again);
    let fact = UserInvited { user_id: user.id.clone(), roles: user.roles.clone() };
    let commit = command.commit(answer.recorded()).telling(&command.origin, &fact, user.version);
    directory.users.add_user(&user, commit).await?;
    Ok(answer)
}

fn invited(
    tenant: TenantId,
    email: Email,
    roles: BTreeSet<RoleName>,
    now: DateTime<Utc>,
) -> Result<(User, InvitationToken)> {
    let id = UserId::generate(now);
    let token = InvitationToken::make(tenant.clone(), id.clone(), random::bytes()?);
    Ok((User::invited(tenant, id, email, roles, Invitation::of(&token, now), now), token))
}

#[cfg(test)]
mod tests;
