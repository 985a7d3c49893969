//! `PUT /v1/users/{user_id}/roles`: give a user other roles.

use crate::{
    administration::{Decision, Directory, refuse_self},
    user_view::UserView,
};
use pantheon_core::{
    Caller, Error, Result,
    command::{Commit, Version},
    event::Origin,
    id::UserId,
    identity::{RoleBook, RoleName, User, UserRolesChanged},
    permission::Permission,
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// The roles that a user is to have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RolesOfUser {
    /// All roles of the user, none of which may permit what the caller may not do; a user without
    /// any may do nothing.
    pub roles: Vec<RoleName>,
}

/// Puts other roles in the place of those that the user has; the access tokens from before are
/// worth nothing within two seconds, and sessions go on with the new permissions.
///
/// The caller must hold everything that the user's roles permit, before and after. An invitation
/// that is still out is worth nothing once the user holds more than when it was given.
#[utoipa::path(
    put, path = "/v1/users/{user_id}/roles", operation_id = "change-user-roles", tag = "users",
    params(
        ("user_id" = UserId, Path, description = "The user."),
        ("If-Match" = String, Header, description = "The `ETag` of the version that the caller has read."),
    ),
    request_body = RolesOfUser,
    responses(
        (status = 200, description = "The user, with the roles.", body = UserView),
        (status = 400, description = "There is no such role.", body = Problem),
        (status = 403, description = "The caller may not change users, holds less than the roles permit, or is the user.", body = Problem),
        (status = 404, description = "The tenant has no such user.", body = Problem),
        (status = 409, description = "The user is the last administrator of the tenant.", body = Problem),
        (status = 412, description = "The user has changed since they were read.", body = Problem),
        (status = 428, description = "The `If-Match` header is missing.", body = Problem),
    ),
    security(("bearer" = ["users:write"])),
)]
pub async fn handle(directory: Directory<'_>, request: Request) -> Result<Json<UserView>> {
    let caller = request.permit(Permission::UsersWrite)?;
    let id: UserId = request.path("user_id")?;
    let read = request.if_match()?;
    let wanted: BTreeSet<RoleName> = request.body::<RolesOfUser>()?.roles.into_iter().collect();
    let command = request.command()?;

    refuse_self(caller, &id, "nobody changes their own roles; ask another administrator")?;
    let decide = |user: &User, book: &RoleBook| Wish { caller, wanted: &wanted, read }.of(user, book, &command.origin);
    directory.change(caller, &id, &command, decide).await
}

/// What the caller asks for.
struct Wish<'a> {
    caller: &'a Caller,
    wanted: &'a BTreeSet<RoleName>,
    read: Version,
}

impl Wish<'_> {
    fn of(&self, user: &User, book: &RoleBook, origin: &Origin) -> Result<Decision<Json<UserView>>> {
        if user.version != self.read {
            return Err(Error::PreconditionFailed { kind: "user" });
        }
        book.may_be_given(self.wanted, self.caller)?;
        if user.roles == *self.wanted {
            return Ok(Decision::Same(Json::ok(UserView::of(user)).etag(user.version)));
        }
        let changed = self.given(user, book);
        let fact = UserRolesChanged { user_id: user.id.clone(), roles: changed.roles.clone() };
        let commit = Commit::unasked().telling(origin, &fact, changed.version);
        let answer = Json::ok(UserView::of(&changed)).etag(changed.version);
        Ok(Decision::Change { user: Box::new(changed), commit, answer })
    }

    /// Gives the roles. Whoever gave an invitation may have kept it: it must not lead to more than
    /// they held.
    fn given(&self, user: &User, book: &RoleBook) -> User {
        let changed = user.with_roles(self.wanted.clone());
        let gains = !book.permissions(self.wanted).is_subset(&book.permissions(&user.roles));
        let invitation = if gains { None } else { changed.invitation };
        User { invitation, ..changed }
    }
}

#[cfg(test)]
mod tests;
