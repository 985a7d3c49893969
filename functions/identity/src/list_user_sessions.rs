//! `GET /v1/users/{user_id}/sessions`: list where a user is signed in.

use crate::{administration::Directory, session_view::SessionView};
use pantheon_core::{Result, id::UserId, identity::Sessions, page::Page, permission::Permission};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the sessions of a user that go on, or all that are kept, the newest first.
///
/// A page may hold fewer sessions than it was asked for, or none, and still not be the last one:
/// those that are over are left out of it.
#[utoipa::path(
    get, path = "/v1/users/{user_id}/sessions", operation_id = "list-user-sessions", tag = "users",
    params(
        ("user_id" = UserId, Path, description = "The user."),
        ("all" = Option<bool>, Query, description = "Also those that are over, for as long as they are kept."),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of sessions.", body = Listing<SessionView>),
        (status = 400, description = "A parameter has no meaning, or the cursor belongs to another list.", body = Problem),
        (status = 403, description = "The caller may not see users.", body = Problem),
        (status = 404, description = "The tenant has no such user.", body = Problem),
    ),
    security(("bearer" = ["users:read"])),
)]
pub async fn handle(
    directory: Directory<'_>,
    sessions: &dyn Sessions,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<Listing<SessionView>>> {
    let caller = request.permit(Permission::UsersRead)?;
    let id: UserId = request.path("user_id")?;
    request.known_queries(&["all"])?;
    let (all, page, now) = (request.query_flag("all")?, request.page(cursors)?, request.now());

    let user = directory.user(caller, &id).await?;
    let Page { mut items, next } = sessions.sessions(&caller.tenant, &id, &page).await?;
    items.retain(|session| all || session.is_live_for(&user, now));

    let current = caller.session().ok();
    let page = Page { items, next }.map(|session| SessionView::of(session, &user, current, now));
    Json::page(&request, cursors, page)
}

#[cfg(test)]
mod tests;
