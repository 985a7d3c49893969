//! `GET /v1/users`: list the users of the tenant, in the order in which they were made.

use crate::user_view::UserView;
use pantheon_core::{
    Result,
    identity::{RoleName, UserFilter, UserState, Users},
    permission::Permission,
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the users of the tenant, all of them or those in one state or with one role.
#[utoipa::path(
    get, path = "/v1/users", operation_id = "list-users", tag = "users",
    params(
        ("state" = Option<UserState>, Query, description = "Only in this state."),
        ("role" = Option<RoleName>, Query, description = "Only with this role."),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of users.", body = Listing<UserView>),
        (status = 400, description = "A parameter has no meaning, or the cursor belongs to another list.", body = Problem),
        (status = 403, description = "The caller may not see users.", body = Problem),
    ),
    security(("bearer" = ["users:read"])),
)]
pub async fn handle(users: &dyn Users, cursors: &Cursors, request: Request) -> Result<Json<Listing<UserView>>> {
    let caller = request.permit(Permission::UsersRead)?;
    request.known_queries(&["state", "role"])?;
    let filter = UserFilter { state: request.query("state")?, role: request.query("role")? };

    let found = users.users(&caller.tenant, &filter, &request.page(cursors)?).await?;

    Json::page(&request, cursors, found.map(|user| UserView::of(&user)))
}

#[cfg(test)]
mod tests;
