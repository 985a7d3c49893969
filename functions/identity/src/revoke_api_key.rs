//! `DELETE /v1/api-keys/{key_id}`: call an API key back.

use crate::administration::{ATTEMPTS, Directory, busy, unless_overtaken};
use pantheon_core::{
    Caller, Credential, Error, Result,
    command::Commit,
    event::Origin,
    id::{ApiKeyId, UserId},
    identity::{ApiKeyRevoked, ApiKeys},
    permission::Permission,
};
use pantheon_lambda::http::{NoContent, Problem, Request};

/// Calls a key of the caller's back, or of another user for callers who hold `users:write`; it is
/// worthless within two seconds. Nothing happens if that was done before.
///
/// The caller must have signed in; a key can call itself back, and no other of its user.
#[utoipa::path(
    delete, path = "/v1/api-keys/{key_id}", operation_id = "revoke-api-key", tag = "api-keys",
    params(
        ("key_id" = ApiKeyId, Path, description = "The key."),
        ("user_id" = Option<UserId>, Query, description = "The user whose key it is, the caller if not said."),
    ),
    responses(
        (status = 204, description = "The key is good for nothing any more."),
        (status = 403, description = "The caller has no session, may not change other users, or holds less than the user.", body = Problem),
        (status = 404, description = "The user has no such key.", body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn handle(directory: Directory<'_>, keys: &dyn ApiKeys, request: Request) -> Result<NoContent> {
    let caller = request.caller()?;
    let id: ApiKeyId = request.path("key_id")?;
    request.known_queries(&["user_id"])?;
    let owner = request.query("user_id")?.unwrap_or_else(|| caller.user.clone());
    let origin = request.command()?.origin;

    refuse_to_touch(directory, caller, &owner, &id).await?;
    for _ in 0..ATTEMPTS {
        if unless_overtaken(revoke(keys, &owner, &id, &origin).await)?.is_some() {
            return Ok(NoContent);
        }
    }
    Err(busy("the API key"))
}

/// Fails unless the key is the caller's own, or that of a user whom the caller may manage.
async fn refuse_to_touch(directory: Directory<'_>, caller: &Caller, owner: &UserId, id: &ApiKeyId) -> Result<()> {
    if caller.user == *owner {
        let itself = caller.credential == Credential::ApiKey(id.clone());
        return if itself { Ok(()) } else { caller.session().map(drop) };
    }
    caller.require(Permission::UsersWrite)?;
    directory.managed(caller, owner).await.map(drop)
}

async fn revoke(keys: &dyn ApiKeys, owner: &UserId, id: &ApiKeyId, origin: &Origin) -> Result<()> {
    let found = keys.api_key(&origin.tenant, owner, id).await?;
    let key = found.ok_or_else(|| Error::not_found("API key", id))?;
    let Some(revoked) = key.revoke() else { return Ok(()) };
    let commit = Commit::unasked().telling(origin, &ApiKeyRevoked::of(&revoked), revoked.version);
    keys.save_api_key(&revoked, commit).await
}

#[cfg(test)]
mod tests;
