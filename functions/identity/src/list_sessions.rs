//! `GET /v1/auth/sessions`: list where the caller is signed in.

use crate::session_view::SessionView;
use pantheon_core::{
    Error, Result,
    identity::{Sessions, Users},
    page::Page,
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the caller's sessions that go on, or all that are kept.
#[utoipa::path(
    get,
    path = "/v1/auth/sessions",
    operation_id = "list-sessions",
    tag = "auth",
    summary = "List where you are signed in",
    description = "Lists the sessions of the caller, the newest first. A page may hold fewer sessions than it was asked for, or none, and still not be the last one: those that are over are left out of it.",
    params(
        ("all" = Option<bool>, Query, description = "Also those that are over, for as long as they are kept."),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of sessions.", body = Listing<SessionView>),
        (status = 400, description = "A parameter has no meaning, or the cursor belongs to another list.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller has no session.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub async fn handle(
    users: &dyn Users,
    sessions: &dyn Sessions,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<Listing<SessionView>>> {
    let caller = request.caller()?;
    let current = caller.session()?;
    request.known_queries(&["all"])?;
    let (all, page) = (request.query_flag("all")?, request.page(cursors)?);

    let user = users.user(&caller.tenant, &caller.user).await?;
    let user = user.ok_or_else(|| Error::not_found("user", &caller.user))?;
    let Page { mut items, next } = sessions.sessions(&caller.tenant, &caller.user, &page).await?;
    items.retain(|session| all || session.is_live_for(&user, request.now()));

    let page = Page { items, next }.map(|session| SessionView::of(session, &user, Some(current), request.now()));
    Json::page(&request, cursors, page)
}

#[cfg(test)]
mod tests;
