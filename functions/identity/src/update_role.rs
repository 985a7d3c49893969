//! `PUT /v1/roles/{role_name}`: change what a role of the tenant's own permits.

use crate::{
    administration::{ATTEMPTS, Directory, busy, unless_overtaken},
    role_view::{RoleView, description, name_in_path},
};
use pantheon_core::{
    Caller, Result,
    command::{Commit, Version},
    event::Origin,
    identity::{CustomRole, RoleChanged, RoleName},
    permission::Permission,
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What a role is to be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// What it is for.
    #[schema(
        max_length = 200,
        pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$",
        example = "Starts scans and reads what they find."
    )]
    pub description: String,
    /// All that it permits, which the caller must hold, as well as what it permitted before.
    pub permissions: Vec<Permission>,
}

/// Changes a role; whoever has it may do what it permits within two seconds, and no more.
#[utoipa::path(
    put, path = "/v1/roles/{role_name}", operation_id = "update-role", tag = "roles",
    params(
        ("role_name" = RoleName, Path, description = "What the role is called."),
        ("If-Match" = String, Header, description = "The `ETag` of the version that the caller has read."),
    ),
    request_body = RoleChange,
    responses(
        (status = 200, description = "The role, changed.", body = RoleView),
        (status = 400, description = "The role is not described as it must be.", body = Problem),
        (status = 403, description = "The caller may not change roles, or holds less than the role permits, before or after.", body = Problem),
        (status = 404, description = "The tenant has no such role.", body = Problem),
        (status = 409, description = "The role is built in.", body = Problem),
        (status = 412, description = "The role has changed since it was read.", body = Problem),
        (status = 428, description = "The `If-Match` header is missing.", body = Problem),
    ),
    security(("bearer" = ["roles:write"])),
)]
pub async fn handle(directory: Directory<'_>, request: Request) -> Result<Json<RoleView>> {
    let caller = request.permit(Permission::RolesWrite)?;
    let name = name_in_path(&request)?;
    let read = request.if_match()?;
    let RoleChange { description: text, permissions } = request.body()?;
    let origin = request.command()?.origin;

    let wish = Wish { name, description: description(text)?, permissions: permissions.into_iter().collect(), read };
    caller.may_grant(&wish.permissions)?;
    for _ in 0..ATTEMPTS {
        if let Some(answer) = wish.carry_out(directory, caller, &origin).await? {
            return Ok(answer);
        }
    }
    Err(busy("the roles of the tenant"))
}

/// What the caller asks for.
struct Wish {
    name: RoleName,
    description: String,
    permissions: BTreeSet<Permission>,
    read: Version,
}

impl Wish {
    /// Changes the role; nothing if another role changed at the same time.
    async fn carry_out(
        &self,
        directory: Directory<'_>,
        caller: &Caller,
        origin: &Origin,
    ) -> Result<Option<Json<RoleView>>> {
        let book = directory.roles.role_book(&caller.tenant).await?;
        let before = book.own(&self.name, self.read)?;
        caller.may_grant(&before.permissions)?;
        let role = CustomRole {
            description: self.description.clone(),
            permissions: self.permissions.clone(),
            version: self.read.next(),
            ..before.clone()
        };
        let book = book.with_changed(role.clone(), self.read)?;
        let commit = Commit::unasked().telling(origin, &RoleChanged::of(&role), role.version);
        let kept = unless_overtaken(directory.roles.save_roles(&book, commit).await)?;
        Ok(kept.map(|()| Json::ok(RoleView::custom(&role)).etag(role.version)))
    }
}

#[cfg(test)]
mod tests;
