//! `GET /v1/roles`: list what users can be given.

use crate::role_view::RoleView;
use pantheon_core::{
    Result,
    identity::{RoleBook, Roles},
    permission::{Permission, Role},
};
use pantheon_lambda::http::{Json, Listing, Problem, Request};

/// Lists the built-in roles, then the tenant's own, at most 50 of them, by name; all in one page.
#[utoipa::path(
    get, path = "/v1/roles", operation_id = "list-roles", tag = "roles",
    responses(
        (status = 200, description = "Every role.", body = Listing<RoleView>),
        (status = 403, description = "The caller may not see roles.", body = Problem),
    ),
    security(("bearer" = ["roles:read"])),
)]
pub async fn handle(roles: &dyn Roles, request: Request) -> Result<Json<Listing<RoleView>>> {
    let caller = request.permit(Permission::RolesRead)?;
    request.known_queries(&[])?;

    let book = roles.role_book(&caller.tenant).await?;

    Ok(Json::ok(Listing { items: all(&book), next_cursor: None }))
}

fn all(book: &RoleBook) -> Vec<RoleView> {
    let built_in = Role::ALL.iter().copied().map(RoleView::built_in);
    built_in.chain(book.custom.values().map(RoleView::custom)).collect()
}

#[cfg(test)]
mod tests;
