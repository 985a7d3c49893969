//! `GET /v1/roles/{role_name}`: show one role.

use crate::role_view::{RoleView, name_in_path};
use pantheon_core::{
    Error, Result,
    identity::{RoleName, Roles},
    permission::Permission,
};
use pantheon_lambda::http::{Json, Problem, Request};

/// Shows a role, built-in or the tenant's own.
#[utoipa::path(
    get, path = "/v1/roles/{role_name}", operation_id = "get-role", tag = "roles",
    params(("role_name" = RoleName, Path, description = "What the role is called.")),
    responses(
        (status = 200, description = "The role; send the `ETag` back to change or delete it.", body = RoleView),
        (status = 403, description = "The caller may not see roles.", body = Problem),
        (status = 404, description = "The tenant has no such role.", body = Problem),
    ),
    security(("bearer" = ["roles:read"])),
)]
pub async fn handle(roles: &dyn Roles, request: Request) -> Result<Json<RoleView>> {
    let caller = request.permit(Permission::RolesRead)?;
    let name = name_in_path(&request)?;
    request.known_queries(&[])?;

    let found = RoleView::of(&name, &roles.role_book(&caller.tenant).await?);
    let (view, version) = found.ok_or_else(|| Error::not_found("role", &name))?;

    Ok(Json::ok(view).etag(version))
}

#[cfg(test)]
mod tests;
