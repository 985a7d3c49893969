//! `GET /v1/api-keys`: list the API keys of a user.

use crate::{administration::Directory, api_key_view::ApiKeyView};
use pantheon_core::{Caller, Result, id::UserId, identity::ApiKeys, permission::Permission};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the keys of the caller, or of another user for callers who hold `users:read`; good or not, the
/// newest first.
#[utoipa::path(
    get, path = "/v1/api-keys", operation_id = "list-api-keys", tag = "api-keys",
    params(
        ("user_id" = Option<UserId>, Query, description = "The user, the caller if not said."),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of keys.", body = Listing<ApiKeyView>),
        (status = 400, description = "A parameter has no meaning, or the cursor belongs to another list.", body = Problem),
        (status = 403, description = "The caller may not see the keys of others.", body = Problem),
        (status = 404, description = "The tenant has no such user.", body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn handle(
    directory: Directory<'_>,
    keys: &dyn ApiKeys,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<Listing<ApiKeyView>>> {
    let caller = request.caller()?;
    request.known_queries(&["user_id"])?;
    let owner = request.query("user_id")?.unwrap_or_else(|| caller.user.clone());
    let page = request.page(cursors)?;

    refuse_to_see(directory, caller, &owner).await?;
    let found = keys.api_keys(&caller.tenant, &owner, &page).await?;

    Json::page(&request, cursors, found.map(|key| ApiKeyView::of(&key, request.now())))
}

/// Fails unless the keys are the caller's own, or those of a user whom the caller may see.
async fn refuse_to_see(directory: Directory<'_>, caller: &Caller, owner: &UserId) -> Result<()> {
    if caller.user == *owner {
        return Ok(());
    }
    caller.require(Permission::UsersRead)?;
    directory.user(caller, owner).await.map(drop)
}

#[cfg(test)]
mod tests;
