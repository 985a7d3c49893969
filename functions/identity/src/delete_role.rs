//! `DELETE /v1/roles/{role_name}`: delete a role of the tenant's own that nobody has.

use crate::{
    administration::{ATTEMPTS, Directory, busy, unless_overtaken},
    create_role::refuse_held,
    role_view::name_in_path,
};
use pantheon_core::{
    Caller, Result,
    command::{Commit, Version},
    event::Origin,
    identity::{CustomRole, RoleDeleted, RoleName},
    permission::Permission,
};
use pantheon_lambda::http::{NoContent, Problem, Request};

/// Deletes a role that no user has, disabled and invited ones included.
#[utoipa::path(
    delete, path = "/v1/roles/{role_name}", operation_id = "delete-role", tag = "roles",
    params(
        ("role_name" = RoleName, Path, description = "What the role is called."),
        ("If-Match" = String, Header, description = "The `ETag` of the version that the caller has read."),
    ),
    responses(
        (status = 204, description = "The role is gone."),
        (status = 403, description = "The caller may not change roles, or holds less than the role permits.", body = Problem),
        (status = 404, description = "The tenant has no such role.", body = Problem),
        (status = 409, description = "A user has the role, or it is built in.", body = Problem),
        (status = 412, description = "The role has changed since it was read.", body = Problem),
        (status = 428, description = "The `If-Match` header is missing.", body = Problem),
    ),
    security(("bearer" = ["roles:write"])),
)]
pub async fn handle(directory: Directory<'_>, request: Request) -> Result<NoContent> {
    let caller = request.permit(Permission::RolesWrite)?;
    let name = name_in_path(&request)?;
    let read = request.if_match()?;
    let origin = request.command()?.origin;

    for _ in 0..ATTEMPTS {
        if delete(directory, caller, (&name, read), &origin).await?.is_some() {
            return Ok(NoContent);
        }
    }
    Err(busy("the roles of the tenant"))
}

/// Deletes the version of the role that was read; nothing if another role changed at the same time.
async fn delete(
    directory: Directory<'_>,
    caller: &Caller,
    (name, read): (&RoleName, Version),
    origin: &Origin,
) -> Result<Option<()>> {
    let book = directory.roles.role_book(&caller.tenant).await?;
    let role: &CustomRole = book.own(name, read)?;
    caller.may_grant(&role.permissions)?;
    refuse_held(directory.users, caller, name, "is held by a user; change their roles first").await?;
    let commit = Commit::unasked().telling(origin, &RoleDeleted::of(role), role.version.next());
    unless_overtaken(directory.roles.save_roles(&book.without(name, read)?, commit).await)
}

#[cfg(test)]
mod tests;
