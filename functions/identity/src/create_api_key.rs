//! `POST /v1/api-keys`: make an API key.

use crate::{administration::parsed, api_key_view::NewApiKeyView, random};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Error, Result,
    id::ApiKeyId,
    identity::{ApiKey, ApiKeyCreated, ApiKeyLifetime, ApiKeyToken, ApiKeys},
    page::{PageRequest, PageSize},
    permission::Permission,
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Deserialize;
use utoipa::ToSchema;

/// The key to make.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiKey {
    /// What the user calls it.
    #[schema(
        max_length = 80,
        pattern = r"^[^\s\u0000-\u001f\u007f-\u009f]([^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f])?$",
        example = "nightly export"
    )]
    pub name: String,
    /// What it permits, all of which the caller must hold; the key permits it for as long as its user
    /// holds it.
    pub permissions: Vec<Permission>,
    /// For how many days it is good, 90 if left out.
    #[schema(minimum = 1, maximum = 365, example = 90)]
    pub expires_in_days: Option<i64>,
}

/// Makes a key for a program of the caller's, who must have signed in: no key makes keys. A user has at
/// most 25 that are good.
#[utoipa::path(
    post, path = "/v1/api-keys", operation_id = "create-api-key", tag = "api-keys",
    params(("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it makes no second key.")),
    request_body = NewApiKey,
    responses(
        (status = 201, description = "The key. Keep the secret: it is shown this once, and `null` in the answer to a repeated request.", body = NewApiKeyView),
        (status = 400, description = "The key is not described as it must be.", body = Problem),
        (status = 403, description = "The caller has no session, or holds less than the key would permit.", body = Problem),
        (status = 409, description = "The user has 25 keys that are good.", body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn handle(keys: &dyn ApiKeys, request: Request) -> Result<Json<NewApiKeyView>> {
    let caller = request.caller()?;
    caller.session()?;
    let wish: NewApiKey = request.body()?;
    let command = request.command()?;

    let (key, token) = wish.make(caller, command.origin.at)?;
    refuse_too_many(keys, caller, command.origin.at).await?;

    let view = NewApiKeyView::of(&key, &token, command.origin.at);
    let again = view.without_secret();
    let answer = Json::created(format!("/v1/api-keys/{}", key.id), view).etag(key.version).replayed_as(again);
    let commit = command.commit(answer.recorded()).telling(&command.origin, &ApiKeyCreated::of(&key), key.version);
    keys.add_api_key(&key, commit).await?;
    Ok(answer)
}

impl NewApiKey {
    fn make(self, caller: &Caller, now: DateTime<Utc>) -> Result<(ApiKey, ApiKeyToken)> {
        let Self { name, permissions, expires_in_days } = self;
        let (name, permissions) = (parsed("/name", &name)?, permissions.into_iter().collect());
        let lifetime = expires_in_days.map_or(Ok(ApiKeyLifetime::DEFAULT), ApiKeyLifetime::of_days)?;
        let (tenant, user) = (caller.tenant.clone(), caller.user.clone());
        let token = ApiKeyToken::make(tenant, user, ApiKeyId::generate(now), random::bytes()?);
        Ok((ApiKey::make(&token, name, permissions, lifetime, caller, now)?, token))
    }
}

/// Fails with `conflict` where the caller has [`ApiKey::MOST`] keys that are good. Of several requests
/// at once each may find room for its own.
async fn refuse_too_many(keys: &dyn ApiKeys, caller: &Caller, now: DateTime<Utc>) -> Result<()> {
    let mut good = 0;
    let mut page = PageRequest::first(PageSize::LARGEST);
    loop {
        let found = keys.api_keys(&caller.tenant, &caller.user, &page).await?;
        good += found.items.iter().filter(|key| key.is_good(now)).count();
        if good >= ApiKey::MOST {
            let most = ApiKey::MOST;
            return Err(Error::conflict(format!("a user has at most {most} keys that are good; revoke one first")));
        }
        let Some(next) = found.next else { return Ok(()) };
        page.after = Some(next);
    }
}

#[cfg(test)]
mod tests;
