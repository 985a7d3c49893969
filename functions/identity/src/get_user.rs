//! `GET /v1/users/{user_id}`: show one user.

use crate::user_view::UserView;
use pantheon_core::{Error, Result, id::UserId, identity::Users, permission::Permission};
use pantheon_lambda::http::{Json, Problem, Request};

/// Shows one user of the tenant.
#[utoipa::path(
    get, path = "/v1/users/{user_id}", operation_id = "get-user", tag = "users",
    params(("user_id" = UserId, Path, description = "The user.")),
    responses(
        (status = 200, description = "The user; send the `ETag` back to change the roles.", body = UserView),
        (status = 403, description = "The caller may not see users.", body = Problem),
        (status = 404, description = "The tenant has no such user.", body = Problem),
    ),
    security(("bearer" = ["users:read"])),
)]
pub async fn handle(users: &dyn Users, request: Request) -> Result<Json<UserView>> {
    let caller = request.permit(Permission::UsersRead)?;
    let id: UserId = request.path("user_id")?;
    request.known_queries(&[])?;

    let user = users.user(&caller.tenant, &id).await?.ok_or_else(|| Error::not_found("user", &id))?;

    Ok(Json::ok(UserView::of(&user)).etag(user.version))
}

#[cfg(test)]
mod tests;
